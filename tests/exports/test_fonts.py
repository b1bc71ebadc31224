from exports import fonts


def test_vietnamese_letters_have_glyphs_and_width():
    assert fonts.register_fonts() == "Roboto"
    assert fonts.text_width("Ặ ử ỹ Đ", 10) > 20


def test_width_is_proportional_to_size():
    assert fonts.text_width("Mường Lèo", 20) == 2 * fonts.text_width("Mường Lèo", 10)


def test_wrap_keeps_every_word_and_the_width():
    text = "Kết quả xây dựng, củng cố, nhân rộng Cụm dân cư an toàn phòng cháy chữa cháy"
    lines = fonts.wrap(text, 120, 9)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(fonts.text_width(line, 9) <= 120 for line in lines)


def test_wrap_keeps_breaks_and_a_long_word_whole():
    assert fonts.wrap("một\nhai", 500, 9) == ["một", "hai"]
    assert fonts.wrap("nghiêng", 1, 9) == ["nghiêng"]
    assert fonts.wrap("", 100, 9) == []
