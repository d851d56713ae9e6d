using System.Globalization;
using System.Text.Json;
using Grlm;
using Grlm.Grounding.Benchmarks;

const int Seed = 42;

// Each command is a process of its own, so that the memory it reports is its own.
switch (args)
{
    case ["library", var termIdFile, var sequences]:
        var termIds = JsonSerializer.Deserialize<OrderedDictionary<string, string[]>>(File.ReadAllText(termIdFile))!;
        GroundingCases.Run([.. termIds.Values.Select(terms => new TermId([.. terms]))], PopularityIn(sequences, [.. termIds.Keys]),
            Seed, withReference: true);
        return 0;
    case ["synthetic", var count]:
        var items = int.Parse(count, CultureInfo.InvariantCulture);
        GroundingCases.Run(SyntheticTermIds.Make(items, Seed), SyntheticTermIds.Popularity(items, Seed), Seed, withReference: false);
        return 0;
    case ["store", var count, var path]:
        var stored = int.Parse(count, CultureInfo.InvariantCulture);
        IndexCases.Store(path, SyntheticTermIds.Make(stored, Seed), SyntheticTermIds.Popularity(stored, Seed));
        return 0;
    case ["open", var path]:
        IndexCases.Open(path);
        return 0;
    default:
        Console.Error.WriteLine("""
            library TERM-IDS SEQUENCES   look-ups in a library: a JSON object of item to terms, and the users' histories
            synthetic ITEMS              the same in a made-up library
            store ITEMS FILE             builds the index of a made-up library and stores it
            open FILE                    maps it and looks up
            """);
        return 2;
}

static int[] PopularityIn(string sequences, List<string> ids)
{
    var indices = ids.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
    var popularity = new int[ids.Count];
    foreach (var line in File.ReadLines(sequences))
    {
        foreach (var id in line.Split(' ')[1..^2])
        {
            popularity[indices[id]]++;
        }
    }

    return popularity;
}
