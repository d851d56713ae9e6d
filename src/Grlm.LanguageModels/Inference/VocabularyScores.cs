using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Computes the output head's product, of which only what a search needs is kept: for each row the logarithm of the sum over the whole
/// vocabulary, which makes logits exact log-probabilities, and the logits of the tokens that were asked for or of the highest ones. The
/// product itself, a row of the whole vocabulary for each beam, never goes to memory.
/// </summary>
/// <param name="head">The output head.</param>
/// <param name="team">Does the work.</param>
internal sealed unsafe class VocabularyScores(PackedMatrix head, WorkerTeam team) : ITileSink
{
    private const int Half = ProductKernel.TileWidth / 2;
    private const int PartPanels = 48; // a part is summed by itself: what a row's sum is does not depend on who takes which part

    private readonly List<int> _columns = [];
    private readonly List<int> _firstColumn = [0];
    private readonly int _parts = (head.Panels + PartPanels - 1) / PartPanels;
    private readonly int[][] _cursors = [.. Enumerable.Range(0, team.Threads).Select(_ => Array.Empty<int>())];
    private readonly int[] _partOfWorker = new int[team.Threads];
    private float[] _logits = [];
    private float[] _highest = []; // [parts, rows]
    private float[] _sums = [];
    private TokenLogit[] _best = []; // [parts, rows, count], those of a part descending
    private int _bestCount;

    /// <summary>Rows that have been asked for.</summary>
    public int Rows => _firstColumn.Count - 1;

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _columns.Clear();
        _firstColumn.RemoveRange(1, Rows);
    }

    /// <summary>Asks for a row.</summary>
    /// <param name="tokens">The tokens whose logits are needed, ascending.</param>
    /// <returns>Number of the row.</returns>
    public int Add(ReadOnlySpan<int> tokens)
    {
        _columns.AddRange(tokens);
        _firstColumn.Add(_columns.Count);
        return Rows - 1;
    }

    /// <summary>Computes what was asked for.</summary>
    /// <param name="hidden">Hidden states after the final normalisation, one for each row.</param>
    /// <param name="bestCount">How many of the highest logits of each row to find; 0 for none.</param>
    public void Compute(PackedRows hidden, int bestCount)
    {
        _bestCount = Math.Min(bestCount, head.Outputs);
        Grow(ref _logits, _columns.Count);
        Grow(ref _highest, _parts * Rows);
        Grow(ref _sums, _parts * Rows);
        Grow(ref _best, _parts * Rows * _bestCount);
        for (var worker = 0; worker < _cursors.Length; worker++)
        {
            Grow(ref _cursors[worker], Rows);
        }

        team.For(_parts, (worker, part) =>
        {
            Begin(worker, part);
            for (var panel = part * PartPanels; panel < Math.Min(head.Panels, (part + 1) * PartPanels); panel++)
            {
                head.Multiply(worker, panel, hidden, this);
            }
        });
    }

    /// <summary>Returns the logits of the tokens that a row was asked for, in their order.</summary>
    public ReadOnlySpan<float> Logits(int row) => _logits.AsSpan(_firstColumn[row].._firstColumn[row + 1]);

    /// <summary>Returns the logarithm of the sum of the exponentials of all logits of a row.</summary>
    /// <exception cref="InvalidInputException">It is not a number.</exception>
    public double Normalizer(int row)
    {
        var highest = float.NegativeInfinity;
        for (var part = 0; part < _parts; part++)
        {
            highest = MathF.Max(highest, _highest[(part * Rows) + row]);
        }

        var sum = 0.0;
        for (var part = 0; part < _parts; part++)
        {
            sum += _sums[(part * Rows) + row] * Math.Exp(_highest[(part * Rows) + row] - highest);
        }

        var normalizer = (float)(highest + Math.Log(sum));
        ModelOutput.Check([normalizer]);
        return normalizer;
    }

    /// <summary>Returns the highest logits of a row, descending; of equal ones the lower tokens.</summary>
    public IEnumerable<TokenLogit> Best(int row)
        => Enumerable.Range(0, _parts)
            .SelectMany(part => new ArraySegment<TokenLogit>(_best, ((part * Rows) + row) * _bestCount, _bestCount))
            .Order().Take(_bestCount);

    /// <inheritdoc/>
    public void Receive(int worker, int panel, int firstRow, int rows, float* tile)
    {
        var firstToken = panel * ProductKernel.TileWidth;
        for (var row = 0; row < rows; row++)
        {
            var logits = tile + (row * ProductKernel.TileWidth);
            new Span<float>(logits,
                ProductKernel.TileWidth)[Math.Min(ProductKernel.TileWidth, head.Outputs - firstToken)..].Fill(float.NegativeInfinity);
            Sum(_partOfWorker[worker], firstRow + row, logits);
            Pick(worker, firstRow + row, firstToken, logits);
        }
    }

    private void Begin(int worker, int part)
    {
        _partOfWorker[worker] = part;
        _highest.AsSpan(part * Rows, Rows).Fill(float.NegativeInfinity);
        _sums.AsSpan(part * Rows, Rows).Clear();
        _best.AsSpan(part * Rows * _bestCount, Rows * _bestCount).Fill(TokenLogit.None);
        var columns = CollectionsMarshal.AsSpan(_columns);
        for (var row = 0; row < Rows; row++)
        {
            var place = columns[_firstColumn[row].._firstColumn[row + 1]].BinarySearch(part * PartPanels * ProductKernel.TileWidth);
            _cursors[worker][row] = _firstColumn[row] + (place < 0 ? ~place : place);
        }
    }

    private void Sum(int part, int row, float* logits)
    {
        var (low, high) = (Vector512.Load(logits), Vector512.Load(logits + Half));
        ref var highest = ref _highest[(part * Rows) + row];
        ref var sum = ref _sums[(part * Rows) + row];
        var above = Vector512.Create(highest);
        if (!Vector512.LessThanOrEqualAll(low, above) || !Vector512.LessThanOrEqualAll(high, above))
        {
            var before = highest;
            highest = Highest(Vector512.Max(low, high)); // what is not a number is carried along, and refused in the end
            sum *= float.IsNegativeInfinity(before) ? 0 : MathF.Exp(before - highest);
            above = Vector512.Create(highest);
        }

        sum += Vector512.Sum(VectorExponential.Of(low - above) + VectorExponential.Of(high - above));
    }

    private static float Highest(Vector512<float> numbers)
    {
        var half = Vector256.Max(numbers.GetLower(), numbers.GetUpper());
        var highest = half[0];
        for (var place = 1; place < Vector256<float>.Count; place++)
        {
            highest = MathF.Max(highest, half[place]);
        }

        return highest;
    }

    private void Pick(int worker, int row, int firstToken, float* logits)
    {
        ref var cursor = ref _cursors[worker][row];
        for (; cursor < _firstColumn[row + 1] && _columns[cursor] < firstToken + ProductKernel.TileWidth; cursor++)
        {
            _logits[cursor] = logits[_columns[cursor] - firstToken];
        }

        if (_bestCount == 0)
        {
            return;
        }

        var best = _best.AsSpan(((_partOfWorker[worker] * Rows) + row) * _bestCount, _bestCount);
        for (var lane = 0; lane < ProductKernel.TileWidth; lane++)
        {
            if (logits[lane] > best[^1].Logit)
            {
                Insert(best, new TokenLogit(firstToken + lane, logits[lane]));
            }
        }
    }

    private static void Insert(Span<TokenLogit> best, TokenLogit candidate)
    {
        var place = best.Length - 1;
        for (; place > 0 && best[place - 1].Logit < candidate.Logit; place--)
        {
            best[place] = best[place - 1];
        }

        best[place] = candidate;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, array.Length * 2)];
        }
    }
}

/// <summary>Describes a token and its logit. Higher logits come first, of equal ones lower tokens.</summary>
/// <param name="Token">The token.</param>
/// <param name="Logit">Its logit.</param>
internal readonly record struct TokenLogit(int Token, float Logit) : IComparable<TokenLogit>
{
    /// <summary>Gets what every token beats.</summary>
    public static TokenLogit None { get; } = new(int.MaxValue, float.NegativeInfinity);

    /// <inheritdoc/>
    public int CompareTo(TokenLogit other) => other.Logit.CompareTo(Logit) is not 0 and var order ? order : Token.CompareTo(other.Token);

    public static bool operator <(TokenLogit left, TokenLogit right) => left.CompareTo(right) < 0;

    public static bool operator <=(TokenLogit left, TokenLogit right) => left.CompareTo(right) <= 0;

    public static bool operator >(TokenLogit left, TokenLogit right) => left.CompareTo(right) > 0;

    public static bool operator >=(TokenLogit left, TokenLogit right) => left.CompareTo(right) >= 0;
}
