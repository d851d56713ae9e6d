using CsCheck;

namespace Grlm.Tests;

public sealed class AnswerLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Root, "generations.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_GivesBackWhatWasAppended_NowAndAfterReopening()
    {
        var record = Record(7, "[a, b]\n\"ü\" 中");
        using (var log = new AnswerLog(Path))
        {
            Assert.Null(log.Find(7));
            log.Append(Record(6, "before"));
            log.Append(record);
            Same(record, log.Find(7));
        }

        using var again = new AnswerLog(Path);
        Same(record, again.Find(7));
        Assert.Equal("before", again.Find(6)!.Answer);
    }

    [Fact]
    public void Find_GivesTheLaterOfTwoAnswers()
    {
        using (var log = new AnswerLog(Path))
        {
            log.Append(Record(7, "first"));
            log.Append(Record(7, "second"));
            Assert.Equal("second", log.Find(7)!.Answer);
        }

        using var again = new AnswerLog(Path);
        Assert.Equal("second", again.Find(7)!.Answer);
    }

    [Fact]
    public void Opening_DropsALineThatAKillHasCut_AndGoesOnAfterTheWholeOnes()
        => Gen.Int[1, 5].SelectMany(count => Gen.Int[0, 600].Select(cut => (count, cut))).Sample((count, cut) =>
        {
            var path = System.IO.Path.Combine(_folder.Root, Guid.NewGuid().ToString("N"));
            using (var log = new AnswerLog(path))
            {
                for (var number = 0; number < count; number++)
                {
                    log.Append(Record(number, $"answer {number}"));
                }
            }

            var bytes = File.ReadAllBytes(path);
            var left = bytes[..Math.Min(cut, bytes.Length)];
            var whole = left.Count(value => value == (byte)'\n');
            File.WriteAllBytes(path, left);
            using (var log = new AnswerLog(path))
            {
                Assert.Equal(Enumerable.Range(0, count).Select(number => number < whole),
                    Enumerable.Range(0, count).Select(number => log.Find((UInt128)number) is not null));
                log.Append(Record(100, "after"));
            }

            using var again = new AnswerLog(path);
            Assert.Equal("after", again.Find(100)!.Answer);
            Assert.Equal(whole + 1, File.ReadAllLines(path).Length);
        });

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"item": "a", "key": "short", "model": "m", "attempt": 1, "answer": "x"}""")]
    public void Opening_RefusesABadLine_AndNamesIt(string line)
    {
        using (var log = new AnswerLog(Path))
        {
            log.Append(Record(1, "x"));
        }

        File.AppendAllText(Path, line + "\n");
        var error = Assert.Throws<InvalidInputException>(() => new AnswerLog(Path));
        Assert.StartsWith($"{Path}:2:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_KeepsLinesWhole_WhateverComesAtOnce()
    {
        using var log = new AnswerLog(Path);
        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, (number, _) =>
        {
            log.Append(Record(number, new string('x', number)));
            Assert.Equal(number, log.Find((UInt128)number)!.Answer!.Length);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(500, File.ReadAllLines(Path).Length);
    }

    private static AnswerRecord Record(int key, string answer)
        => new("item", key.ToString("x32"), "m", 1, answer, ["a", "b"], null, 10, 2);

    private static void Same(AnswerRecord expected, AnswerRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Terms, actual.Terms);
        Assert.Equal(expected with { Terms = null }, actual with { Terms = null });
    }
}
