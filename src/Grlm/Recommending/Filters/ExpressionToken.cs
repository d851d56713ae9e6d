namespace Grlm;

/// <summary>Holds one token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the sign, or the text without its quotes.</param>
/// <param name="Number">The number that it is, if it is one.</param>
/// <param name="Position">Place of its first character, the first of all being 1.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, double Number, int Position)
{
    /// <summary>Tells whether it is this sign, or this word in upper or lower case.</summary>
    public bool Is(string symbol) => Kind switch
    {
        ExpressionTokenKind.Sign => Text == symbol,
        ExpressionTokenKind.Name => Text.Equals(symbol, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Makes the error of an expression that can't be read.</summary>
    /// <param name="position">Where, the first character being 1.</param>
    /// <param name="problem">What is wrong and what to do about it.</param>
    public static InvalidInputException Fault(int position, string problem) => new($"Filter, position {position}: {problem}");

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ExpressionTokenKind.End => "the end",
        ExpressionTokenKind.Text => $"\"{Readable.Cut(Text, 40)}\"",
        _ => $"'{Readable.Cut(Text, 40)}'",
    };
}

/// <summary>Names what a token of an expression is.</summary>
internal enum ExpressionTokenKind
{
    Name,
    Text,
    Number,
    Sign,
    End,
}
