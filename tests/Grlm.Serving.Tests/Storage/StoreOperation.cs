using System.Text.Json;
using CsCheck;

namespace Grlm.Serving.Tests;

/// <summary>Does one thing to a store and to the model of it, and tells what each answers.</summary>
internal sealed record StoreOperation(string Name, Func<Store, Task<object?>> OnStore, Func<StoreModel, object?> OnModel)
{
    private static readonly Gen<string> _id = OneOf("B", "a", "ä", "😀", "ﬀ");
    private static readonly Gen<string> _user = OneOf("ann", "bob", "'");
    private static readonly Gen<string> _interaction = Gen.Int[0, 9].Select(number => $"i{number}");
    private static readonly Gen<string?> _recommendation = OneOf<string?>("r1", "r2", "r3", null);
    private static readonly Gen<Condition> _condition = Gen.Enum<Condition>();
    private static readonly Gen<DateTimeOffset> _time = Gen.Int[0, 5].Select(second => DateTimeOffset.UnixEpoch.AddSeconds(second));

    private static readonly Gen<ItemContent> _content =
        from id in _id
        from price in OneOf<double?>(null, 0, 9.99)
        from colour in OneOf<string?>(null, "red", "\0")
        select new ItemContent(new Item(id, $"Tent {id}", "", [["Outdoor"]], "")
        {
            Price = price,
            Attributes = colour is null ? new Dictionary<string, AttributeValue>() : new() { ["colour"] = AttributeValue.Of(colour) },
        });

    private static readonly Gen<StoredInteraction> _does =
        from id in _interaction
        from user in _user
        from item in _id
        from value in OneOf<double?>(null, 1, -0.5)
        from time in _time
        from recommendation in _recommendation
        select new StoredInteraction(id, user, item, "view", value, time, recommendation);

    private static readonly Gen<StoredRecommendation> _shown =
        from id in OneOf("r1", "r2", "r3")
        from user in OneOf<string?>("ann", "bob", null)
        from scenario in OneOf("", "home")
        from items in _id.List[0, 3]
        from time in _time
        select new StoredRecommendation(id, user, scenario, "m", items, time);

    /// <summary>Gets operations of every kind.</summary>
    public static Gen<StoreOperation> Any { get; } = Gen.Frequency(
        (3, Gen.Select(_content, _condition, Upsert)),
        (1, _content.List[0, 5].Select(UpsertMany)),
        (2, Gen.Select(_id, _condition, Hide)),
        (1, Gen.Select(_id, _condition, Delete)),
        (1, Gen.Select(_id, Gen.Int[0, 3], List)),
        (1, Gen.Const(Changes())),
        (3, _does.List[0, 4].Select(Append)),
        (1, Gen.Select(_user, Gen.Int[0, 4], History)),
        (1, _interaction.Select(DeleteInteraction)),
        (1, _user.Select(DeleteUser)),
        (2, _shown.List[0, 3].Select(Log)),
        (1, _time.Select(DeleteBefore)),
        (1, Gen.Const(Quality())));

    /// <summary>Reads all that is there.</summary>
    public static IReadOnlyList<StoreOperation> Everything { get; } = [List("", 100), Changes(), Export(), Quality()];

    private static StoreOperation Upsert(ItemContent content, Condition condition) => new(
        $"upsert {Answers.Of(content)} if {condition}",
        async store => (await store.Items.UpsertAsync(content, await RevisionAsync(store, content.Item.Id, condition))).Outcome,
        model => model.Write(content.Item.Id, _ => content, condition));

    private static StoreOperation UpsertMany(List<ItemContent> contents) => new(
        $"upsert {Answers.Of(contents)}",
        async store => (await store.Items.UpsertAsync(contents)).Select(result => result.Outcome),
        model => contents.Select(content => model.Write(content.Item.Id, _ => content, Condition.Any)).ToList());

    private static StoreOperation Hide(string id, Condition condition) => new(
        $"hide {id} if {condition}",
        async store => (await store.Items.ChangeAsync(
            id, content => content with { Hidden = true }, await RevisionAsync(store, id, condition))).Outcome,
        model => model.Write(id, content => content is null ? null : content with { Hidden = true }, condition));

    private static StoreOperation Delete(string id, Condition condition) => new(
        $"delete {id} if {condition}",
        async store => (await store.Items.DeleteAsync(id, await RevisionAsync(store, id, condition))).Outcome,
        model => model.Write(id, _ => null, condition));

    private static StoreOperation List(string after, int limit) => new(
        $"list {limit} after {after}",
        async store => (await store.Items.ListAsync(after, limit)).Select(item => item.Content),
        model => model.List(after, limit));

    private static StoreOperation Changes() => new(
        "changes",
        async store => (await store.Items.ChangesAsync(0, 100)).Select(change => new { change.Id, change.Item?.Content }),
        model => model.Changes().Select(change => new { change.Id, change.Content }));

    private static StoreOperation Append(List<StoredInteraction> interactions) => new(
        $"append {Answers.Of(interactions)}",
        async store => await store.Interactions.AppendAsync(interactions),
        model => model.Append(interactions));

    private static StoreOperation History(string user, int limit) => new(
        $"history of {user}, {limit}",
        async store => await store.Interactions.HistoryAsync(user, limit),
        model => model.History(user, limit));

    private static StoreOperation Export() => new(
        "export",
        async store => await store.Interactions.ExportAsync().ToListAsync(),
        model => model.Export());

    private static StoreOperation DeleteInteraction(string id) => new(
        $"delete {id}", async store => await store.Interactions.DeleteAsync(id), model => model.Delete(id));

    private static StoreOperation DeleteUser(string user) => new(
        $"delete user {user}", async store => await store.Interactions.DeleteUserAsync(user), model => model.DeleteUser(user));

    private static StoreOperation Log(List<StoredRecommendation> shown) => new(
        $"log {Answers.Of(shown)}",
        async store =>
        {
            await store.Recommendations.AddAsync(shown);
            return null;
        },
        model =>
        {
            model.Log(shown);
            return null;
        });

    private static StoreOperation DeleteBefore(DateTimeOffset moment) => new(
        $"delete what was shown before {moment}",
        async store => await store.Recommendations.DeleteBeforeAsync(moment),
        model => model.DeleteBefore(moment));

    private static StoreOperation Quality() => new(
        "quality", async store => await store.Recommendations.QualityAsync(), model => model.Quality());

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(place => values[place]);

    private static async Task<long?> RevisionAsync(Store store, string id, Condition condition) => condition switch
    {
        Condition.Any => null,
        Condition.None => 0,
        Condition.Current => (await store.Items.FindAsync(id))?.Revision ?? 0,
        _ => long.MaxValue,
    };
}

/// <summary>Which revision a write asks for.</summary>
internal enum Condition
{
    Any,
    None,
    Current,
    Stale,
}

/// <summary>Writes answers as texts that are equal when the answers are.</summary>
internal static class Answers
{
    public static string Of(object? answer) => JsonSerializer.Serialize(answer);
}
