using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// Finds the directions in which the rows of a large sparse matrix differ most, that is an orthonormal basis of the space of its first
/// right singular vectors, by subspace iteration from a random start (Halko, Martinsson and Tropp, Finding Structure with Randomness, 2011,
/// section 4.5). The basis need not be the singular vectors themselves: angles between projected rows are the same in any basis.
/// </summary>
internal static class PrincipalDirections
{
    private const int Rounds = 4;

    /// <summary>
    /// Directions that one thread works on at a time: what it sums depends on no other thread, so neither does the result.
    /// </summary>
    private const int Slice = 64;

    /// <summary>Finds them.</summary>
    /// <param name="rows">The matrix: for each row its columns that are not zero, with the values.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="count">Directions to find, at most as many as columns; where the rows span fewer, the others are zeros.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <param name="cancellationToken">Stops between rounds.</param>
    /// <returns><c>[columns, count]</c>.</returns>
    public static VectorMatrix Find(
        (int Column, float Value)[][] rows, int columns, int count, int seed, CancellationToken cancellationToken)
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

    /// <summary>Returns the matrix times the basis, and its transpose times that.</summary>
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

/// <summary>Makes the columns of a tall matrix orthonormal, by the Cholesky factor of their scalar products, in double precision.</summary>
internal static class OrthonormalBasis
{
    /// <summary>Holds a column of which less than this share (squared) is new beside those before it has drowned in rounding.</summary>
    private const double Negligible = 1e-10;

    /// <summary>Replaces the columns by an orthonormal basis of what they span; a column that adds nothing becomes zeros.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>.</param>
    public static void Make(VectorMatrix matrix)
    {
        var factor = Factor(ScalarProducts(matrix));
        Parallel.For(0, matrix.Count, () => new double[matrix.Width], (row, _, solved) =>
        {
            Solve(factor, matrix[row], solved);
            return solved;
        }, _ => { });
    }

    /// <summary>Returns the lower triangle of the columns' scalar products with one another.</summary>
    private static double[][] ScalarProducts(VectorMatrix matrix)
    {
        var products = new double[matrix.Width][];
        var columns = new float[matrix.Width][];
        Parallel.For(0, matrix.Width, column =>
        {
            var values = columns[column] = new float[matrix.Count];
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = matrix[row][column];
            }
        });
        Parallel.For(0, matrix.Width, column =>
        {
            products[column] = new double[column + 1];
            for (var other = 0; other <= column; other++)
            {
                products[column][other] = VectorMath.Dot(columns[column], columns[other]);
            }
        });
        return products;
    }

    /// <summary>Returns the Cholesky factor, in place; a zero on its diagonal marks a column to drop.</summary>
    private static double[][] Factor(double[][] products)
    {
        for (var row = 0; row < products.Length; row++)
        {
            var current = products[row];
            var own = current[row];
            for (var column = 0; column < row; column++)
            {
                var pivot = products[column][column];
                var rest = current[column] - TensorPrimitives.Dot<double>(current.AsSpan(0, column), products[column].AsSpan(0, column));
                current[column] = pivot == 0 ? 0 : rest / pivot;
            }

            var left = own - TensorPrimitives.SumOfSquares<double>(current.AsSpan(0, row));
            current[row] = left > Negligible * own ? Math.Sqrt(left) : 0;
        }

        return products;
    }

    /// <summary>Finds by forward substitution the row of the basis that the factor turns into this row.</summary>
    private static void Solve(double[][] factor, Span<float> row, double[] solved)
    {
        for (var column = 0; column < row.Length; column++)
        {
            var pivot = factor[column][column];
            var rest = row[column] - TensorPrimitives.Dot<double>(factor[column].AsSpan(0, column), solved.AsSpan(0, column));
            solved[column] = pivot == 0 ? 0 : rest / pivot;
        }

        for (var column = 0; column < row.Length; column++)
        {
            row[column] = (float)solved[column];
        }
    }
}
