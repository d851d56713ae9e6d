using System.Collections.Concurrent;

namespace Grlm.Tests;

public sealed class ScratchPoolTests
{
    [Fact]
    public void Rent_GivesBackWhatWasReturnedAndNothingToTwoAtATime()
    {
        var pool = new ScratchPool<object>(() => new object());
        var first = pool.Rent();
        Assert.NotSame(first, pool.Rent());
        pool.Return(first);
        Assert.Same(first, pool.Rent());

        var held = new ConcurrentDictionary<object, bool>();
        Parallel.For(0, 10_000, _ =>
        {
            var scratch = pool.Rent();
            Assert.True(held.TryAdd(scratch, true));
            Assert.True(held.TryRemove(scratch, out var _));
            pool.Return(scratch);
        });
    }
}
