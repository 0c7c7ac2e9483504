using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

public sealed class RunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_serves_until_SIGTERM_and_ends_with_0()
    {
        using var folder = new TempFolder();
        await using var server = await RunningServer.StartAsync(folder);

        Assert.Equal("{\"status\":\"ok\",\"reasons\":[]}", await server.Http.GetStringAsync("/healthz", Token));
        Assert.Equal(HttpStatusCode.Redirect, (await server.Http.GetAsync("/", Token)).StatusCode);
        Assert.Matches("(?m)^[0-9:]{8} info  Gallery at http://127\\.0\\.0\\.1:[0-9]+$", server.Log);

        Assert.Equal(0, await server.StopAsync());
        Assert.False(File.Exists(Path.Combine(server.Data, "server.json")));
    }

    [Fact]
    public async Task Key_prints_what_opens_the_running_server()
    {
        using var folder = new TempFolder();
        await using var server = await RunningServer.StartAsync(folder);

        var key = await ServerProgram.RunAsync("key", "--data", server.Data);

        Assert.Equal(0, key.ExitCode);
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", Assert.Single(key.OutputLines));
        Assert.Contains("\"queueLength\":0", await server.Http.GetStringAsync("/api/status", Token), StringComparison.Ordinal);
        Assert.DoesNotContain(key.OutputLines[0], server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_in_the_store_becomes_a_picture_in_the_gallery()
    {
        var jpegs = Footage.Frames("vtest.avi", 20, 40);
        using var folder = new TempFolder();
        await using var server = await RunningServer.StartAsync(folder, "--workers", "2");
        var key = await ServerProgram.RunAsync("key", "--data", server.Data);
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", key.OutputLines[0]);

        await CommitAsync(Path.Combine(server.Data, "store"), jpegs);

        await server.UntilAsync(
            async () => (await server.Http.GetStringAsync("/api/status", Token)).Contains("\"batches\":1", StringComparison.Ordinal), "the batch is done");
        using var newest = await server.Http.GetAsync("/image.jpg", Token);
        Assert.Equal(jpegs[^1], await newest.Content.ReadAsByteArrayAsync(Token));
        Assert.Contains("\"queueLength\":0", await server.Http.GetStringAsync("/api/status", Token), StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Numbered_pictures_with_people_are_counted_from_one_and_go_on_after_a_restart()
    {
        var jpegs = Footage.Frames("vtest.avi", 20, 40);
        using var folder = new TempFolder();
        var people = folder.File("people");
        await using (var server = await RunningServer.StartAsync(folder, "--numbered", people))
        {
            await CommitAsync(Path.Combine(server.Data, "store"), jpegs);
            await server.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(people, "2.jpg"))), "two pictures are numbered");
            Assert.Equal(0, await server.StopAsync());
        }

        Assert.Equal(jpegs, [await File.ReadAllBytesAsync(Path.Combine(people, "1.jpg"), Token), await File.ReadAllBytesAsync(Path.Combine(people, "2.jpg"), Token)]);
        // As a power cut may leave it: the picture is there, its line is half there.
        var lines = await File.ReadAllLinesAsync(Path.Combine(people, "numbers.csv"), Token);
        Assert.Equal(["1,farm/gate/2026/11/20/073205123-4k7x9m2q/000001-073205123", "2,farm/gate/2026/11/20/073205123-4k7x9m2q/000002-073206123"], lines);
        await File.WriteAllTextAsync(Path.Combine(people, "numbers.csv"), $"{lines[0]}\n{lines[1][..20]}", Token);

        await using var again = await RunningServer.StartAsync(folder, "--numbered", people);
        await again.UntilAsync(async () => (await File.ReadAllLinesAsync(Path.Combine(people, "numbers.csv"), Token)).SequenceEqual(lines), "the half line is whole");
        Assert.Equal(["1.jpg", "2.jpg", "numbers.csv"], Directory.EnumerateFiles(people).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sigterm_in_the_middle_of_a_batch_gives_the_work_back_at_once()
    {
        var jpegs = Enumerable.Repeat(Footage.Frames("vtest.avi", 20, 40), 60).SelectMany(frames => frames).ToList();
        using var folder = new TempFolder();
        await using var server = await RunningServer.StartAsync(folder);
        var key = await ServerProgram.RunAsync("key", "--data", server.Data);
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", key.OutputLines[0]);
        var store = Path.Combine(server.Data, "store");
        await CommitAsync(store, jpegs);
        await server.UntilAsync(
            async () => !(await server.Http.GetStringAsync("/api/status", Token)).Contains("\"frames\":0", StringComparison.Ordinal), "the first frame is looked at");

        Assert.Equal(0, await server.StopAsync());

        // Visible to whoever asks next, and nobody's: neither the message's time-out nor the claim's has passed.
        var left = StoreFactory.Create(new StoreOptions { Folder = store }, TimeProvider.System);
        var item = await left.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.NotNull(item);
        await left.Queue.ReturnAsync(item, TimeSpan.Zero, Token);
        await using var next = await RunningServer.StartAsync(folder, "--workers", "2");

        // Begun anew, and the attempt that was given back does not count.
        await next.UntilAsync(() => Task.FromResult(next.Log.Contains(", attempt 1", StringComparison.Ordinal)), "the batch is begun anew");
    }

    [Fact]
    public async Task Port_that_is_taken_is_one_line_and_exit_code_2()
    {
        using var folder = new TempFolder();
        await using var first = await RunningServer.StartAsync(folder);

        var second = await ServerProgram.RunAsync("run", "--data", folder.File("other"), "--url", first.Http.BaseAddress!.ToString());

        Assert.Equal(2, second.ExitCode);
        Assert.Contains("address already in use", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
    }

    // As a device does: the zip first, then the message that commits it.
    private static async Task CommitAsync(string storeFolder, IReadOnlyList<byte[]> jpegs)
    {
        var store = StoreFactory.Create(new StoreOptions { Folder = storeFolder }, TimeProvider.System);
        var start = new DateTimeOffset(2026, 11, 20, 7, 32, 5, 123, TimeSpan.Zero);
        var batch = new BatchName(new EventName("farm", "gate", start, "4k7x9m2q"), 1);
        var frames = jpegs.Select((jpeg, i) => new FrameRecord
        {
            Name = new FrameName(i + 1, start.AddSeconds(i)).ToString(),
            Time = start.AddSeconds(i),
            MotionScore = 0.2,
            Zones = [],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(jpeg)),
            Bytes = jpeg.Length,
        }).ToList();
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, BatchManifest.EntryName, ManifestSerializer.Write(new BatchManifest
            {
                Version = BatchManifest.CurrentVersion,
                Device = "pi-4",
                Site = "farm",
                Camera = "gate",
                Event = batch.Event.Id,
                EventStart = start,
                Part = 1,
                Frames = frames,
            }));
            for (var i = 0; i < jpegs.Count; i++)
            {
                Write(archive, frames[i].Name, jpegs[i]);
            }
        }

        zip.Position = 0;
        await store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(batch)), zip, Token);
        await store.Queue.SendAsync(CommitMessage.For(batch), Token);
    }

    private static void Write(ZipArchive archive, string name, byte[] bytes)
    {
        using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
        entry.Write(bytes);
    }
}
