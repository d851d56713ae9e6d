namespace Grlm;

/// <summary>Working memory of a <see cref="SequenceEncoder"/> for one history at a time.</summary>
/// <param name="shape">Shape of the encoder.</param>
internal sealed class EncoderScratch(EncoderShape shape)
{
    /// <summary>The tokens: <c>[maximum history, width]</c>.</summary>
    public float[] Tokens { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>The tokens normalised, and what is to be added to them.</summary>
    public float[] Normal { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Queries of the tokens.</summary>
    public float[] Queries { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Keys of the tokens.</summary>
    public float[] Keys { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Values of the tokens.</summary>
    public float[] Values { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>The hidden layer of the perceptron: <c>[maximum history, 4 width]</c>.</summary>
    public float[] Raised { get; } = new float[shape.MaximumHistory * 4 * shape.Width];

    /// <summary>The attention of one head of one token: <c>[maximum history]</c>.</summary>
    public float[] Shares { get; } = new float[shape.MaximumHistory];
}
