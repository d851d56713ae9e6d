using System.Numerics.Tensors;

namespace Grlm.LanguageModels.Internal;

/// <summary>Checks what a network has computed.</summary>
public static class ModelOutput
{
    /// <summary>Refuses what is not a number, before it looks like a choice.</summary>
    /// <exception cref="InvalidInputException">One is not a number.</exception>
    public static void Check(ReadOnlySpan<float> numbers)
    {
        if (float.IsNaN(TensorPrimitives.Max(numbers)))
        {
            throw new InvalidInputException(
                "The model computes what is not a number: its weights are damaged. Fetch the checkpoint again.");
        }
    }
}
