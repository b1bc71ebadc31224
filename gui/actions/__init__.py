"""Actions declared as data; menus, toolbar and shortcuts are made from them. Knows no widget."""
