using CloudCctv.Storage.Folders;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Folders;

public sealed class PosixCallsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> WaysToMove => ["rename", "link"];

    [Theory]
    [MemberData(nameof(WaysToMove))]
    public async Task TryMoveNew_ThreadsRaceForOneName_OneGetsIt(string way)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "POSIX only");
        for (var round = 0; round < 100; round++)
        {
            var target = folder.File($"target{round}");
            string[] sources = [.. Enumerable.Range(0, 4).Select(i => folder.File($"{round}-{i}"))];
            foreach (var source in sources)
            {
                await File.WriteAllTextAsync(source, source, TestContext.Current.CancellationToken);
            }

            using var start = new Barrier(sources.Length);
            var moved = await Task.WhenAll(sources.Select(source => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return Move(way, source, target);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(sources[Assert.Single(Enumerable.Range(0, 4), i => moved[i])], await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
            Assert.Equal(3, sources.Count(File.Exists));
        }
    }

    [Theory]
    [MemberData(nameof(WaysToMove))]
    public void TryMoveNew_NoSuchFolder_Throws(string way)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "POSIX only");
        File.WriteAllText(folder.File("a"), "");

        Assert.Throws<DirectoryNotFoundException>(() => Move(way, folder.File("a"), folder.File("none", "a")));
    }

    [Fact]
    public void SyncFolder_NoSuchFolder_Throws()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "does nothing elsewhere");
        PosixCalls.SyncFolder(folder.Path);

        Assert.Throws<DirectoryNotFoundException>(() => PosixCalls.SyncFolder(folder.File("none")));
    }

    private static bool Move(string way, string source, string target) =>
        way == "link" ? PosixCalls.TryLink(source, target) : PosixCalls.TryMoveNew(source, target);
}
