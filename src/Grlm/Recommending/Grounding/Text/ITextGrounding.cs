namespace Grlm;

/// <summary>
/// Grounds what a model wrote to items. Takes any text and never throws over what is in it. Implementations are safe for concurrent use.
/// </summary>
public interface ITextGrounding
{
    /// <summary>Grounds one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many items to return at most.</param>
    GroundedText Ground(string text, int count);
}
