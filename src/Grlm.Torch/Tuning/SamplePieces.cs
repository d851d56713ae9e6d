namespace Grlm.Torch;

/// <summary>Puts a sample together from texts of which some are learnt.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class SamplePieces(Tokenizer tokenizer)
{
    private readonly List<int> _ids = [];
    private readonly List<int> _labels = [];

    /// <summary>Adds the text that a sample begins with, with what the tokenizer puts in front of texts.</summary>
    public void AddBeginning(string text) => Add(tokenizer.Encode(text, addSpecialTokens: true), learnt: false);

    /// <summary>Adds a text.</summary>
    public void Add(string text, bool learnt) => Add(tokenizer.Encode(text), learnt);

    /// <summary>Adds whole lines, which are learnt.</summary>
    public void AddLines(string text) => Add(tokenizer.EncodeLines(text), learnt: true);

    /// <summary>Adds the token that ends a text, where there is one; it is learnt.</summary>
    public void AddEnd() => Add(tokenizer.EosTokenId is { } end ? [end] : [], learnt: true);

    /// <summary>The sample.</summary>
    public TuningSample ToSample() => new([.. _ids], [.. _labels]);

    private void Add(int[] ids, bool learnt)
    {
        _ids.AddRange(ids);
        _labels.AddRange(learnt ? ids : Enumerable.Repeat(TuningSample.Ignored, ids.Length));
    }
}
