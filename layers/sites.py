"""The two layers of sites and the question which of them a site belongs to.

Knows nothing of dates and of what counts as coverage: that is analysis.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.layer import Frames, Layer, layer_class
from layers.schema import LayerKind, SiteLayer


def is_cluster(sites: pd.DataFrame, initiatives: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Say of each site whether its initiative is shown in the layer of fire-safety clusters.

    Parameters
    ----------
    sites, initiatives : DataFrame
        Frames of the document. A site without an initiative is none.

    Returns
    -------
    ndarray of bool, shape (len(sites),)
        Aligned with the rows of `sites`.

    Examples
    --------
    >>> initiatives = pd.DataFrame({"layer": ["cluster"]}, index=["pccc"])
    >>> is_cluster(pd.DataFrame({"initiative_id": ["pccc", None]}), initiatives).tolist()
    [True, False]
    """
    clusters = initiatives.index[initiatives["layer"] == SiteLayer.CLUSTER.value]
    return np.asarray(sites["initiative_id"].isin(clusters), dtype=bool)


@layer_class(LayerKind.SITES)
class SitesLayer(Layer):
    """Sites of every initiative that is not one of clusters, also those of no known initiative."""

    also_reads = frozenset({"initiatives"})

    def rows(self, source: Frames) -> pd.DataFrame:
        """Return the sites that are no clusters."""
        sites = source.frame(self.table)
        return sites[~is_cluster(sites, source.frame("initiatives"))]


@layer_class(LayerKind.CLUSTERS)
class ClustersLayer(Layer):
    """Sites of the initiatives whose layer is *cluster*."""

    also_reads = frozenset({"initiatives"})

    def rows(self, source: Frames) -> pd.DataFrame:
        """Return the sites that are clusters."""
        sites = source.frame(self.table)
        return sites[is_cluster(sites, source.frame("initiatives"))]
