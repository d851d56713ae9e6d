namespace Grlm.LanguageModels;

/// <summary>A tensor in a checkpoint.</summary>
/// <param name="Name">Its Hugging Face name: <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Length of each dimension, outermost first.</param>
internal sealed record StoredTensor(string Name, StoredType Type, long[] Shape)
{
    /// <summary>How many numbers it holds.</summary>
    public long Count => TensorShape.Count(Shape);
}
