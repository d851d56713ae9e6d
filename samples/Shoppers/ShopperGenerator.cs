namespace Grlm.Samples;

/// <summary>
/// Makes up shoppers one after another. Each follows an intent, some two at a time, mostly in the usual order; now and then something
/// is bought that has nothing to do with either, most often from the shop's window. One seed, one set of shoppers.
/// </summary>
internal sealed class ShopperGenerator
{
    /// <summary>Fewest purchases of a shopper: what leave-one-out needs.</summary>
    public const int ShortestHistory = LeaveOneOutSplit.MinimumHistory;

    /// <summary>Most purchases of a shopper.</summary>
    public const int LongestHistory = 25;

    private const double SecondIntent = 0.25;
    private const double OtherIntentNext = 0.25;
    private const double FirstStepOwned = 0.2;
    private const double StepsSwapped = 0.06;
    private const double StrayPurchase = 0.08;
    private const double FromTheWindow = 0.75;

    private readonly IntentBook _book;
    private readonly Shop _shop;
    private readonly Random _random;

    private ShopperGenerator(IntentBook book, Shop shop, Random random) => (_book, _shop, _random) = (book, shop, random);

    /// <summary>Reads catalogue, term IDs and intents.</summary>
    /// <param name="folder">Folder that holds them.</param>
    /// <param name="seed">Seed of everything that is drawn.</param>
    /// <exception cref="InvalidInputException">A file is missing or doesn't fit the others.</exception>
    public static ShopperGenerator Read(string folder, int seed)
    {
        var random = new Random(seed);
        var book = SampleFiles.ReadIntents(folder);
        var shop = new Shop(SampleFiles.ReadItems(folder), SampleFiles.ReadTermIds(folder), book, random);
        return new ShopperGenerator(book, shop, random);
    }

    /// <summary>Makes up shoppers.</summary>
    /// <param name="shoppers">How many, 1 or more.</param>
    /// <returns>The item ids that each bought, first purchase first.</returns>
    /// <exception cref="InvalidOptionsException">There are no shoppers to make.</exception>
    /// <exception cref="InvalidInputException">An intent names a category that no item has.</exception>
    public IReadOnlyList<IReadOnlyList<string>> Generate(int shoppers)
    {
        if (shoppers < 1)
            throw new InvalidOptionsException($"There cannot be {shoppers} shoppers. Ask for 1 or more.");

        var histories = new List<IReadOnlyList<string>>(shoppers);
        while (histories.Count < shoppers)
        {
            histories.Add(History());
        }

        return histories;
    }

    private List<string> History()
    {
        while (true)
        {
            var shopper = new Shopper(_random, _book.Colours);
            foreach (var step in Plan())
            {
                if (_random.Happens(StrayPurchase))
                    shopper.Buy(_random.Happens(FromTheWindow) ? _shop.Window : _shop.Products, wanted: []);
                shopper.Buy(_shop.Shelf(step.Category), step.Terms ?? []);
            }

            if (shopper.History.Count >= ShortestHistory)
                return [.. shopper.History.Take(LongestHistory).Select(product => product.Id)];
        }
    }

    private List<IntentStep> Plan()
    {
        var intent = _random.Draw(_book.Intents, candidate => candidate.Weight);
        var steps = Walk(intent);
        if (!_random.Happens(SecondIntent))
            return steps;

        var others = _book.Intents.Where(candidate => candidate != intent).ToList();
        return Interleave(steps, Walk(_random.Draw(others, candidate => candidate.Weight)));
    }

    private List<IntentStep> Walk(Intent intent)
    {
        var steps = new List<IntentStep>();
        foreach (var step in intent.Steps.Skip(_random.Happens(FirstStepOwned) ? 1 : 0).Where(step => _random.Happens(step.Chance)))
        {
            steps.AddRange(Enumerable.Repeat(step, 1 + _random.Next(step.Times)));
        }

        for (var place = 1; place < steps.Count; place++)
        {
            if (_random.Happens(StepsSwapped))
                (steps[place - 1], steps[place]) = (steps[place], steps[place - 1]);
        }

        return steps;
    }

    private List<IntentStep> Interleave(List<IntentStep> first, List<IntentStep> second)
    {
        var steps = new List<IntentStep>(first.Count + second.Count);
        var (current, currentNext) = (first, 0);
        var (other, otherNext) = (second, 0);
        while (currentNext < current.Count && otherNext < other.Count)
        {
            steps.Add(current[currentNext++]);
            if (_random.Happens(OtherIntentNext))
                (current, currentNext, other, otherNext) = (other, otherNext, current, currentNext);
        }

        return [.. steps, .. current.Skip(currentNext), .. other.Skip(otherNext)];
    }
}
