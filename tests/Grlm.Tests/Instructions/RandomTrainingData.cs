using CsCheck;

namespace Grlm.Tests;

/// <summary>A small shop at random: users who choose nothing twice, items with TIDs that no other has, and domains.</summary>
/// <param name="Users">The histories.</param>
/// <param name="Domains">Number of domains; items take turns in them.</param>
internal sealed record RandomTrainingData(int[][] Users, int Domains)
{
    public const int Items = 24;

    public static Gen<RandomTrainingData> Random { get; } = Gen.Select(Splits.WithoutRepeats(Items), Gen.Int[1, 3],
        (users, domains) => new RandomTrainingData(users, domains));

    /// <summary>Options that ask for every task, at random.</summary>
    public static Gen<InstructOptions> Options { get; } =
        from tasks in Gen.Shuffle(Enum.GetValues<InstructionTask>(), 1, 3)
        from everyPrefix in Gen.Bool
        from continued in Gen.Bool
        from noTitles in Gen.Bool
        from history in Gen.Int[1, 8]
        from terms in Gen.Int[1, 2]
        from neighbors in Gen.Int[1, 6]
        from share in Gen.Double[0, 0.5]
        from weight in Gen.Double[0.5, 2.5]
        from tokens in Gen.Int[85, 140].Nullable() // the templates take sixty words
        from seed in Gen.Int
        select new InstructOptions
        {
            Tasks = tasks,
            EveryPrefix = everyPrefix && !continued,
            Continued = continued,
            NoTitles = noTitles,
            MaximumHistory = history,
            Terms = terms,
            Neighbors = neighbors,
            ValidationShare = share,
            BehaviorWeight = weight,
            CollaborativeWeight = weight,
            MaximumTokens = tokens,
            Seed = seed,
        };

    public Catalog Catalog { get; } =
        new(Enumerable.Range(0,
            Items).Select(item => new Item($"{item}", $"Thing item{item} of the shop", "", [], "") { Domain = $"domain{item % Domains}" }));

    public TermLibrary Library { get; } = new([.. Enumerable.Range(0, Items).Select(item => new TermId($"item{item}", "thing"))]);

    /// <summary>What samples are made of, as the stage reads it.</summary>
    public InstructionSource Source(InstructOptions options, InteractionSplit split)
    {
        var library = Library.Take(options.Terms!.Value);
        var rendering = new RenderingSettings
        {
            MaximumHistory = options.MaximumHistory,
            Titles = !options.NoTitles && !options.Continued,
            Continued = options.Continued,
            BehaviorPrompt = PromptTemplate.TextOf(path: null,
                options.Continued ? InstructionPrompts.Continued : InstructionPrompts.Behavior),
            MaximumTokens = options.MaximumTokens,
            TermIdTokens = 3,
        };
        var similar = new ItemCooccurrence(split.Training.Histories(), Items)
            .Strongest(ItemCooccurrence.ListLength, CancellationToken.None);
        return new InstructionSource(Catalog, library, split.Training,
            similar, new InstructionRenderer(Catalog, library, rendering, new WordCounter()), options.Neighbors);
    }

    public InteractionSplit LeaveOneOut()
        => Domains == 1 ? new LeaveOneOutSplit(Splits.Histories(Users)) : DomainSplit.Of(Splits.Histories(Users), Catalog);

    /// <summary>A cut in time through the middle of every history.</summary>
    public InteractionSplit Temporal()
        => new TemporalSplit(Splits.Histories(Users), [.. Users.Select(user => user.Length / 2)],
            [.. Users.Select(user => user.Length * 3 / 4)]);
}
