using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// The directions in which the rows of a large sparse matrix differ most, that is an orthonormal basis of the space of its first right singular
/// vectors, by subspace iteration from a random start (Halko, Martinsson and Tropp, Finding Structure with Randomness, 2011, section 4.5). The basis
/// need not be the singular vectors themselves: angles between projected rows are the same in any basis.
/// </summary>
internal static class PrincipalDirections
{
    private const int Rounds = 4;

    /// <summary>Directions that one thread works on at a time: what it sums depends on no other thread, so neither does the result.</summary>
    private const int Slice = 64;

    /// <summary>Finds them.</summary>
    /// <param name="rows">The matrix: for each row its columns that are not zero, with the values.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="count">Directions to find, at most as many as columns; where the rows span fewer, the others are zeros.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <param name="cancellationToken">Stops between rounds.</param>
    /// <returns><c>[columns, count]</c>.</returns>
    public static VectorMatrix Find((int Column, float Value)[][] rows, int columns, int count, int seed, CancellationToken cancellationToken)
    {
        var basis = Start(columns, count, seed);
        OrthonormalBasis.Make(basis);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            basis = MultiplyTwice(rows, basis);
            OrthonormalBasis.Make(basis);
        }

        return basis;
    }

    private static VectorMatrix Start(int columns, int count, int seed)
    {
        var random = new Random(seed);
        var start = new VectorMatrix(columns, count);
        for (var column = 0; column < columns; column++)
        {
            foreach (ref var value in start[column])
            {
                // Normally distributed (Box and Muller).
                value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            }
        }

        return start;
    }

    /// <summary>The matrix times the basis, and its transpose times that.</summary>
    private static VectorMatrix MultiplyTwice((int Column, float Value)[][] rows, VectorMatrix basis)
    {
        var product = new VectorMatrix(basis.Count, basis.Width);
        Parallel.For(0, (basis.Width + Slice - 1) / Slice, slice =>
        {
            var first = slice * Slice;
            var length = Math.Min(Slice, basis.Width - first);
            var projected = new float[length];
            foreach (var row in rows)
            {
                Array.Clear(projected);
                foreach (var (column, value) in row)
                {
                    TensorPrimitives.MultiplyAdd(basis[column].Slice(first, length), value, projected, projected);
                }

                foreach (var (column, value) in row)
                {
                    var sum = product[column].Slice(first, length);
                    TensorPrimitives.MultiplyAdd(projected, value, sum, sum);
                }
            }
        });
        return product;
    }
}
