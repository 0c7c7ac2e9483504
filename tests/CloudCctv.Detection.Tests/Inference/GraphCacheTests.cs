using CloudCctv.Detection.Inference;
using CloudCctv.Detection.Tests.Models;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Inference;

public sealed class GraphCacheTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static byte[] Picture { get; } = Footage.Frames("vtest.avi", 100)[0];

    private string Graphs => folder.File("graphs");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_Twice_FindsTheSameFromTheCachedGraph()
    {
        var first = Detect();
        var graph = Assert.Single(Directory.GetFiles(Graphs));
        var written = File.GetLastWriteTimeUtc(graph);

        var second = Detect();

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Graphs))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(1_000_000)]
    public void Open_GraphTornByAPowerCut_IsMadeAnew(int length)
    {
        var expected = Detect();
        var graph = Assert.Single(Directory.GetFiles(Graphs));
        File.WriteAllBytes(graph, File.ReadAllBytes(graph)[..length]);
        Assert.Null(GraphCache.In(Graphs)!.Read(Path.GetFileNameWithoutExtension(graph)));

        Assert.Equal(expected, Detect());
        Assert.NotNull(GraphCache.In(Graphs)!.Read(Path.GetFileNameWithoutExtension(graph)));
    }

    [Fact]
    public void Open_GraphOfAnotherRuntime_GivesWayToTheModel()
    {
        var expected = Detect();
        var graph = Assert.Single(Directory.GetFiles(Graphs));
        var cache = GraphCache.In(Graphs)!;
        var other = cache.NewFile()!;
        File.WriteAllText(other, "whole, and of no use");
        cache.Keep(Path.GetFileNameWithoutExtension(graph), other);

        Assert.Equal(expected, Detect());
    }

    [Fact]
    public async Task Open_ManyAtOnce_AllWorkAndOneGraphStays()
    {
        var expected = Detect("none");

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Detect(), TestContext.Current.CancellationToken)));

        Assert.All(found, one => Assert.Equal(expected, one));
        Assert.EndsWith(".graph", Assert.Single(Directory.GetFiles(Graphs)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/nobody/writes/here")]
    [InlineData("/dev/full/graphs")]
    [InlineData("")]
    public void Open_FolderThatCannotBeWritten_WorksWithout(string path)
    {
        using var detector = ObjectDetector.Open(new() { CacheFolder = path });

        Assert.NotEmpty(detector.Detect(Picture));
    }

    [Fact]
    public void Open_FolderThatIsAFile_WorksWithout()
    {
        File.WriteAllText(Graphs, "");

        Assert.NotEmpty(Detect());
    }

    [Fact]
    public void Keep_ManyGraphs_ForgetsTheOldest()
    {
        var cache = GraphCache.In(Graphs)!;
        for (var i = 0; i < 40; i++)
        {
            var file = cache.NewFile()!;
            File.WriteAllText(file, $"{i}");
            cache.Keep($"{i:x}", file);
            GraphCache.Drop(file);
        }

        Assert.Equal(16, Directory.GetFiles(Graphs).Length);
        Assert.Equal("39"u8.ToArray(), cache.Read($"{39:x}"));
    }

    [Fact]
    public void For_OtherModel_IsAnotherKey() => Assert.NotEqual(GraphKey.For(new string('a', 64)), GraphKey.For(new string('b', 64)));

    private IReadOnlyList<DetectedObject> Detect(string? cache = null)
    {
        using var detector = ObjectDetector.Open(new() { CacheFolder = cache is null ? Graphs : folder.File(cache) });
        return detector.Detect(Picture);
    }
}
