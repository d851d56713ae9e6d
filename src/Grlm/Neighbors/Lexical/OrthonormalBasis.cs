using System.Numerics.Tensors;

namespace Grlm;

/// <summary>Makes the columns of a tall matrix orthonormal, by the Cholesky factor of their scalar products, in double precision.</summary>
internal static class OrthonormalBasis
{
    /// <summary>A column of which less than this share (squared) is new beside those before it has drowned in rounding.</summary>
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

    /// <summary>The lower triangle of the columns' scalar products with one another.</summary>
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

    /// <summary>The Cholesky factor, in place; a zero on its diagonal marks a column to drop.</summary>
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

    /// <summary>Forward substitution: the row of the basis that the factor turns into this row.</summary>
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
