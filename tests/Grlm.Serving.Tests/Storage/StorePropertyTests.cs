using CsCheck;

namespace Grlm.Serving.Tests;

public sealed class StorePropertyTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task AnySequenceOfOperations_IsAnsweredAsTheModelAnswersIt(Database database)
    {
        var connection = await MakeAsync(database);
        var store = await OpenAsync(connection);
        await StoreOperation.Any.List[1, 30].SampleAsync(
            async operations =>
            {
                await EmptyAsync(connection);
                var model = new StoreModel();
                foreach (var operation in operations.Concat(StoreOperation.Everything))
                {
                    var expected = Answers.Of(operation.OnModel(model));
                    var answer = Answers.Of(await operation.OnStore(store));
                    Assert.True(expected == answer, $"{operation.Name}: {answer} instead of {expected}");
                }
            },
            iter: 60,
            threads: 1,
            print: operations => string.Join('\n', operations.Select(operation => operation.Name)));
    }

    private static async Task EmptyAsync(string connection)
    {
        await using var dialect = StoreDialect.Of(connection);
        await using var raw = await dialect.OpenAsync(Stop);
        foreach (var table in new[] { "items", "interactions", "recommendations" })
            await new StoreScope(raw, null, default).ExecuteAsync($"delete from {table}", SqlValues.None, Stop);
    }
}
