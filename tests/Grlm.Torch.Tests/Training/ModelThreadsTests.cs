namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ModelThreadsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(9, 2)]
    [InlineData(2, 8)]
    public void Train_TrainsEachModelOnce(int count, int threads)
    {
        var trained = new int[count];
        ModelThreads.Train(count, threads, (model, _) => Interlocked.Increment(ref trained[model]), TestContext.Current.CancellationToken);
        Assert.All(trained, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Train_TwoModels_TrainAtTheSameTime()
    {
        using var meeting = new Barrier(2);
        ModelThreads.Train(2, 2, (_, stop) => Assert.True(meeting.SignalAndWait(TimeSpan.FromMinutes(1), stop)),
            TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Train_NeverTrainsMoreModelsThanThereAreThreads(int threads)
    {
        var (running, most) = (0, 0);
        var counting = new Lock();
        ModelThreads.Train(
            5,
            threads,
            (_, _) =>
            {
                lock (counting)
                {
                    most = Math.Max(most, ++running);
                }

                Thread.Yield();
                lock (counting)
                {
                    running--;
                }
            },
            TestContext.Current.CancellationToken);
        Assert.InRange(most, 1, threads);
    }

    [Fact]
    public void Train_AnError_StopsTheOthersAndIsThrown()
    {
        using var bothRun = new Barrier(2);
        var error = Assert.Throws<InvalidInputException>(() => ModelThreads.Train(2, 2, Train, TestContext.Current.CancellationToken));
        Assert.Equal("bad", error.Message);

        void Train(int model, CancellationToken stop)
        {
            bothRun.SignalAndWait(stop);
            if (model == 0)
            {
                throw new InvalidInputException("bad");
            }

            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public void Train_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => ModelThreads.Train(
            2,
            2,
            (_, stop) =>
            {
                cancellation.Cancel();
                stop.ThrowIfCancellationRequested();
            },
            cancellation.Token));
    }
}
