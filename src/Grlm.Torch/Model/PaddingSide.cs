namespace Grlm.Torch;

/// <summary>Where rows of unequal length are filled up.</summary>
internal enum PaddingSide
{
    /// <summary>In front, so that all rows end together: for generation.</summary>
    Left,

    /// <summary>Behind: for training.</summary>
    Right,
}
