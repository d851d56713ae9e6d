namespace Grlm;

/// <summary>
/// Leave-one-out in each domain: of a user with at least <see cref="LeaveOneOutSplit.MinimumHistory"/> interactions in a domain, the last
/// of them is a test target and the one before it a validation target, and neither is trained on; a user of several domains has a target in
/// each. What is known before a target is all that happened earlier, in any domain; where it is a validation target, without the test
/// targets. With one domain it is <see cref="LeaveOneOutSplit"/>.
/// </summary>
internal sealed class DomainSplit : InteractionSplit
{
    private readonly EvaluationTargets[] _test;
    private readonly EvaluationTargets[] _validation;

    private DomainSplit(TrainingSplit training, EvaluationTargets test, EvaluationTargets[] testByDomain,
        EvaluationTargets[] validationByDomain)
        : base(training, test)
        => (_test, _validation) = (testByDomain, validationByDomain);

    /// <inheritdoc/>
    public override SplitKind Kind => SplitKind.LeaveOneOut;

    /// <summary>Splits the interactions with a catalogue of several domains.</summary>
    /// <param name="histories">All interactions, of all domains in the order of time.</param>
    /// <param name="catalog">Says which item is of which domain.</param>
    public static DomainSplit Of(UserHistories histories, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(catalog);
        var test = LastPlaces(histories, catalog, atLeast: LeaveOneOutSplit.MinimumHistory);
        var known = histories.Without(user => test.Select(places => places[user]));
        var validation = LastPlaces(known, catalog, atLeast: LeaveOneOutSplit.MinimumHistory - 1, only: test);
        var training = known.Without(user => validation.Select(places => places[user]));
        return new DomainSplit(
            new TrainingSplit(training, known, new EvaluationTargets(known, Latest(validation))),
            new EvaluationTargets(histories, Latest(test)),
            [.. test.Select(places => new EvaluationTargets(histories, places))],
            [.. validation.Select(places => new EvaluationTargets(known, places))]);
    }

    /// <inheritdoc/>
    public override EvaluationTargets Targets(SplitPart part, Catalog catalog, int domain)
        => (part == SplitPart.Test ? _test : _validation)[domain];

    /// <summary>
    /// Finds where the last interaction of each user in each domain stands, by domain and user; 0, where no target can be, for users with
    /// too few in it.
    /// </summary>
    private static int[][] LastPlaces(UserHistories histories, Catalog catalog, int atLeast, int[][]? only = null)
    {
        var last = catalog.Domains.Select(_ => new int[histories.Count]).ToArray();
        var counts = new int[last.Length];
        for (var user = 0; user < histories.Count; user++)
        {
            Array.Clear(counts);
            var history = histories[user];
            for (var place = 0; place < history.Length; place++)
            {
                var domain = catalog.DomainOf(history[place]);
                counts[domain]++;
                last[domain][user] = place;
            }

            for (var domain = 0; domain < last.Length; domain++)
            {
                if (counts[domain] < atLeast || only?[domain][user] == 0)
                {
                    last[domain][user] = 0;
                }
            }
        }

        return last;
    }

    private static int[] Latest(int[][] placesByDomain)
        => [.. Enumerable.Range(0, placesByDomain[0].Length).Select(user => placesByDomain.Max(places => places[user]))];
}
