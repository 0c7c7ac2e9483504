using CloudCctv.Storage.Folders;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Folders;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_OlderFile_IsReplacedAndNothingLiesBesideIt()
    {
        PrivateFile.Write(folder.File("key"), "first");
        PrivateFile.Write(folder.File("key"), "second");

        Assert.Equal("second", File.ReadAllText(folder.File("key")));
        Assert.Equal(["key"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_FolderNotThereYet_IsMade()
    {
        PrivateFile.Write(folder.File("data/keys/key"), "text");

        Assert.Equal("text", PrivateFile.Read(folder.File("data/keys/key")));
    }

    [Fact]
    public async Task TryCreate_ManyAtOnce_OneIsFirstAndAllReadTheSame()
    {
        // Again and again: where it is looked first whether there is one, two are seldom first at once.
        for (var round = 0; round < 200; round++)
        {
            var key = folder.File($"{round}/key");
            using var start = new Barrier(4);
            var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    return PrivateFile.TryCreate(key, $"{number}");
                },
                TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            var first = Assert.Single(made.Index(), one => one.Item).Index;
            Assert.Equal($"{first}", File.ReadAllText(key));
            Assert.Equal(["key"], Directory.EnumerateFiles(folder.File($"{round}")).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Read_CopiedHereWithOtherRights_IsTakenFromOthers()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such rights.");
            return;
        }

        File.WriteAllText(folder.File("key"), "text");
        File.SetUnixFileMode(folder.File("key"), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        Assert.Equal("text", PrivateFile.Read(folder.File("key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("key")));
    }
}
