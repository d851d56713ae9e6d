using System.Diagnostics;
using System.Globalization;
using Grlm;
using Grlm.Serving;

// How many calls a second a store answers, and how long one takes: CONNECTION [SECONDS]. The database should be empty.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var seconds = args.Length > 1 ? double.Parse(args[1]) : 5;
await using var store = await Store.OpenAsync(args[0]);
var number = 0;

Console.WriteLine($"{store.Name}, {seconds:F0} s each");
Console.WriteLine("| | callers | a second | p50 ms | p99 ms |");
Console.WriteLine("| --- | --- | --- | --- | --- |");
await MeasureAsync("one interaction", 1, 1, () => store.Interactions.AppendAsync([Interaction()]));
await MeasureAsync("one interaction", 16, 1, () => store.Interactions.AppendAsync([Interaction()]));
await MeasureAsync("one interaction", 128, 1, () => store.Interactions.AppendAsync([Interaction()]));
await MeasureAsync("interactions, 1,000 a call", 1, 1_000, () => store.Interactions.AppendAsync(Many(1_000, Interaction)));
await MeasureAsync("one item", 1, 1, () => store.Items.UpsertAsync(Item()));
await MeasureAsync("one item", 16, 1, () => store.Items.UpsertAsync(Item()));
await MeasureAsync("items, 500 a call", 1, 500, () => store.Items.UpsertAsync(Many(500, Item)));
await MeasureAsync("recommendations to the log, 100 a call", 1, 100, () => store.Recommendations.AddAsync(Many(100, Recommendation)));
await MeasureAsync("a user's latest 50 interactions", 1, 1, () => store.Interactions.HistoryAsync(User(), 50));
await MeasureAsync("what has changed: nothing", 1, 1, () => store.LastChangeAsync());

async Task MeasureAsync(string name, int callers, int perCall, Func<Task> call)
{
    var times = new List<double>();
    var all = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
    {
        while (all.Elapsed.TotalSeconds < seconds)
        {
            var one = Stopwatch.GetTimestamp();
            await call();
            lock (times)
                times.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
        }
    })));
    var rate = times.Count * perCall / all.Elapsed.TotalSeconds;
    times.Sort();
    Console.WriteLine($"| {name} | {callers} | {rate:N0} | {times[times.Count / 2]:F2} | {times[times.Count * 99 / 100]:F2} |");
}

string User() => $"user-{Interlocked.Increment(ref number) % 5_000}";

StoredInteraction Interaction() => new(
    Guid.CreateVersion7().ToString(), User(), $"item-{number % 12_000}", "view", null, DateTimeOffset.UtcNow, null);

ItemContent Item() => new(new Item(
    $"item-{Interlocked.Increment(ref number) % 12_000}", "Two-person tent, ultralight", "Acme", [["Outdoor", "Camping", "Tents"]],
    "Keeps the rain out on long tours and weighs next to nothing.")
{ Price = number });

StoredRecommendation Recommendation() => new(
    Guid.CreateVersion7().ToString(), User(), "home", "v1", [.. Enumerable.Range(0, 10).Select(place => $"item-{place}")],
    DateTimeOffset.UtcNow);

static T[] Many<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
