namespace Grlm;

/// <summary>Shapes that a file claims.</summary>
internal static class TensorShape
{
    /// <summary>How many numbers a shape has.</summary>
    /// <returns>False if a length is negative or the product does not fit, zeros among the lengths left aside.</returns>
    public static bool TryCount(ReadOnlySpan<long> shape, out long count)
    {
        count = 1;
        var empty = false;
        foreach (var length in shape)
        {
            if (length < 0 || Math.BigMul(count, Math.Max(length, 1), out var product) != 0 || product < 0)
            {
                return false;
            }

            count = product;
            empty |= length == 0;
        }

        count = empty ? 0 : count;
        return true;
    }

    /// <summary>How many numbers a shape has that is known to be possible.</summary>
    public static long Count(long[] shape) => shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>A shape for messages: <c>[2, 3]</c>.</summary>
    public static string Describe(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
