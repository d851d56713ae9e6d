namespace Grlm.LanguageModels;

/// <summary>What becomes of a product. Called from several threads at once, for different columns.</summary>
internal unsafe interface ITileSink
{
    /// <summary>Takes a part of the product up.</summary>
    /// <param name="worker">Number of the thread.</param>
    /// <param name="panel">The columns: from 32 times this on.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="tile"><c>[rows, 32]</c>, overwritten afterwards.</param>
    void Take(int worker, int panel, int firstRow, int rows, float* tile);
}
