namespace Grlm.Tests;

public sealed class CheckedFilesTests : IDisposable
{
    private static readonly string _zeros = Hashing.OfText(new string('\0', (int)CheckedFiles.SmallestRemembered));

    private readonly TemporaryWorkspace _temporary = new();
    private int _hashed;

    private string Large => _temporary.FileOutside("large");

    private string Memory => _temporary.FileOutside("cache/checked");

    public CheckedFilesTests() => File.WriteAllBytes(Large, new byte[CheckedFiles.SmallestRemembered]);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Has_HashesALargeFileAtRestOnce_InAllProcesses()
    {
        Assert.True(Ask(Later()));
        Assert.True(Ask(Later()));
        Assert.Equal(1, _hashed);
    }

    [Fact]
    public void Has_HashesAgain_WhatHasBeenWrittenTo()
    {
        Assert.True(Ask(Later()));
        var modified = File.GetLastWriteTimeUtc(Large);
        using (var file = File.OpenWrite(Large))
        {
            file.Position = 5;
            file.WriteByte(1);
        }

        Assert.False(Ask(Later()));
        if (OperatingSystem.IsLinux())
        {
            File.SetLastWriteTimeUtc(Large, modified); // the time of the last change can't be set
            Assert.False(Ask(Later()));
        }
    }

    [Fact]
    public void Has_RemembersNothing_OfAFileThatHasJustBeenWritten()
    {
        Assert.True(Ask(new CheckedFiles(Memory, TimeProvider.System)));
        Assert.True(Ask(new CheckedFiles(Memory, TimeProvider.System)));
        Assert.Equal(2, _hashed);
    }

    [Fact]
    public void Has_HashesOnceInAProcess_EvenWhatItIsToVerify()
    {
        Assert.True(Ask(Later()));
        var files = Later();
        Assert.True(Ask(files, again: true));
        Assert.True(Ask(files, again: true));
        Assert.Equal(2, _hashed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("damaged")]
    public void Has_HashesAgain_WhereItsMemoryIsDamaged(string content)
    {
        Assert.True(Ask(Later()));
        File.WriteAllText(Memory, content == "damaged" ? File.ReadAllText(Memory).Replace('1', '2') : content);
        Assert.True(Ask(Later()));
        Assert.Equal(2, _hashed);
    }

    [Fact]
    public void Has_AnswersWithoutAMemory()
    {
        _temporary.WriteOutside("cache", "a file where a folder is to be");
        Assert.True(Ask(Later()));
        Assert.True(Ask(Later()));
        Assert.Equal(2, _hashed);
    }

    private CheckedFiles Later() => new(Memory, new Tomorrow());

    private bool Ask(CheckedFiles files, bool again = false) => files.Has(Large, _zeros, again, () => _hashed++);

    private sealed class Tomorrow : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(1);
    }
}
