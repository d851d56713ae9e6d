namespace Grlm;

/// <summary>How a script shows where words end.</summary>
internal enum WritingSystem
{
    /// <summary>By spaces: Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari and most others.</summary>
    Spaced,

    /// <summary>Pictures and flags: each is a word.</summary>
    Symbol,

    /// <summary>Not at all: Han characters, and the Hiragana that go on with them.</summary>
    Han,

    /// <summary>Where another script begins: Katakana.</summary>
    Katakana,

    /// <summary>By spaces, but particles and parts of compounds are glued on: Hangul.</summary>
    Hangul,

    /// <summary>Not at all: Thai.</summary>
    Thai,

    /// <summary>Not at all: Lao.</summary>
    Lao,

    /// <summary>Not at all: Khmer.</summary>
    Khmer,

    /// <summary>Not at all: Burmese and its neighbours.</summary>
    Myanmar,
}
