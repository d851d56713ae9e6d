using System.Globalization;
using Grlm;
using Grlm.Serving;

// Writes streams of interactions and items to a store, says each line when it is acknowledged, and never ends by itself.
// What it wrote first in the round before is sent again: a client does so who has had no answer.
const int Again = 50;
const int BatchSize = 20;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var round = int.Parse(args[1]);
await using var store = await Store.OpenAsync(args[0]);
await Task.WhenAll(
[
    .. Enumerable.Range(0, 8).Select(SingleInteractionsAsync),
    BatchesOfInteractionsAsync(),
    .. Enumerable.Range(0, 2).Select(ItemsAsync),
]);

async Task SingleInteractionsAsync(int writer)
{
    for (var number = round == 0 ? 0 : -Again; ; number++)
    {
        var id = number < 0 ? $"single-{round - 1}-{writer}-{number + Again}" : $"single-{round}-{writer}-{number}";
        await store.Interactions.AppendAsync([Interaction(id)]);
        Say($"interaction {id}");
    }
}

async Task BatchesOfInteractionsAsync()
{
    for (var number = 0; ; number++)
    {
        await store.Interactions.AppendAsync(
            [.. Enumerable.Range(0, BatchSize).Select(place => Interaction($"batch-{round}-{number}-{place}"))]);
        Say($"batch batch-{round}-{number}");
    }
}

async Task ItemsAsync(int writer)
{
    for (var number = 0; ; number++)
    {
        var id = $"item-{writer}-{number % 20}";
        var content = new ItemContent(new Item(id, id, string.Empty, [], string.Empty) { Price = (round * 1e6) + number });
        var result = await store.Items.UpsertAsync(content);
        Say($"item {id} {result.Item!.Content.Item.Price} {result.Item.Revision}");
    }
}

static StoredInteraction Interaction(string id) => new(id, $"user-{id.Length}", "item", "view", null, DateTimeOffset.UnixEpoch, null);

// The sign at the end tells a whole line from one that a kill has cut short.
static void Say(string line) => Console.Out.Write($"{line} .\n");
