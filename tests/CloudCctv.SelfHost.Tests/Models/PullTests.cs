using System.Diagnostics;
using System.Text.Json.Nodes;
using CloudCctv.SelfHost.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Models;

public sealed class PullTests : IDisposable
{
    private const int Third = 800_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ModelStand stand = new();

    public void Dispose() => stand.Dispose();

    [Fact]
    public async Task Pull_installs_and_a_second_one_asks_nobody()
    {
        await using var server = new BadFileServer(BadFileServer.Good(ModelStand.Model));

        var ended = await stand.PullAsync(server.Url);

        stand.AssertInstalled(ended);
        Assert.Contains("tiny  100 %  2.4 of 2.4 MB", ended.ErrorLines);
        stand.AssertInstalled(await stand.PullAsync(server.Url));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Connection_that_is_cut_twice_is_taken_up_where_it_ended()
    {
        await using var server = new BadFileServer(BadFileServer.Cut(ModelStand.Model, Third), BadFileServer.Cut(ModelStand.Model, Third), BadFileServer.Good(ModelStand.Model));

        stand.AssertInstalled(await stand.PullAsync(server.Url));

        Assert.Equal([new("/model.onnx", null, null), new("/model.onnx", Third, "\"one\""), new("/model.onnx", 2 * Third, "\"one\"")], server.Requests);
    }

    [Fact]
    public async Task Server_that_knows_no_ranges_sends_it_all_again()
    {
        await using var server = new BadFileServer(BadFileServer.Cut(ModelStand.Model, Third), BadFileServer.IgnoreRanges(ModelStand.Model));

        stand.AssertInstalled(await stand.PullAsync(server.Url));
    }

    [Fact]
    public async Task File_that_is_replaced_meanwhile_is_not_glued_to_the_old_one()
    {
        // The old version is wrong; the new one is what was promised.
        await using var server = new BadFileServer(BadFileServer.Cut(Other(), Third, "\"old\""), BadFileServer.Good(ModelStand.Model, "\"new\""));

        stand.AssertInstalled(await stand.PullAsync(server.Url));

        Assert.Equal("\"old\"", server.Requests[1].IfRange);
    }

    [Fact]
    public async Task File_of_other_content_is_thrown_away()
    {
        await using var server = new BadFileServer(BadFileServer.Good(Other()));

        var ended = await stand.PullAsync(server.Url);

        stand.AssertNothingInstalled(ended, $"pinned is {ModelStand.Sha256}: it is another file");
        Assert.False(File.Exists(stand.Part));
    }

    [Fact]
    public async Task Wrong_rest_of_an_earlier_run_is_replaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(stand.Part)!);
        await File.WriteAllBytesAsync(stand.Part, new byte[Third], TestContext.Current.CancellationToken);
        await using var server = new BadFileServer(BadFileServer.Good(ModelStand.Model));

        stand.AssertInstalled(await stand.PullAsync(server.Url));

        Assert.Equal([Third, null], server.Requests.Select(request => request.Range));
    }

    [Theory]
    [InlineData("200 OK\r\nContent-Length: 99999999999", "the file there has 99999999999 bytes, pinned are ")]
    [InlineData("200 OK\r\nContent-Length: 3", "the file there has 3 bytes, pinned are ")]
    [InlineData("404 Not Found\r\nContent-Length: 0", "HTTP 404: ")]
    [InlineData("304 Not Modified", "HTTP 304: redirected too often, or from https to http")]
    public async Task Answer_that_cannot_be_the_file_ends_it_at_once(string head, string message)
    {
        await using var server = new BadFileServer(BadFileServer.Say(head));

        stand.AssertNothingInstalled(await stand.PullAsync(server.Url), message);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Endless_body_ends_at_the_pinned_length()
    {
        await using var server = new BadFileServer(BadFileServer.Say("200 OK", [.. ModelStand.Model, .. new byte[5_000_000]]));

        stand.AssertNothingInstalled(await stand.PullAsync(server.Url), $"more than the pinned {ModelStand.Model.Length} bytes come");

        Assert.False(File.Exists(stand.Part));
    }

    [Fact]
    public async Task Range_that_was_not_asked_for_is_not_appended()
    {
        await using var server = new BadFileServer(
            BadFileServer.Cut(ModelStand.Model, Third),
            BadFileServer.Say("206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5", [1, 2, 3, 4, 5]),
            BadFileServer.Say("503 Service Unavailable\r\nContent-Length: 0"),
            BadFileServer.Good(ModelStand.Model));

        stand.AssertInstalled(await stand.PullAsync(server.Url));

        Assert.Equal([null, Third, null, null], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Redirect_is_followed_and_a_circle_is_left()
    {
        await using var server = new BadFileServer(BadFileServer.Good(ModelStand.Model));
        await using var first = new BadFileServer(BadFileServer.Say($"302 Found\r\nLocation: {server.Url}\r\nContent-Length: 0"));
        await using var circle = new BadFileServer(BadFileServer.Say("302 Found\r\nLocation: /model.onnx\r\nContent-Length: 0"));

        stand.AssertNothingInstalled(await stand.PullAsync(circle.Url), "HTTP 302: redirected too often");
        stand.AssertInstalled(await stand.PullAsync(first.Url));
    }

    [Fact]
    public async Task Offline_machine_is_told_what_works_without()
    {
        string url;
        await using (var gone = new BadFileServer())
        {
            url = gone.Url;
        }

        var ended = await stand.PullAsync(url);

        stand.AssertNothingInstalled(ended, "no connection (ConnectionError); this machine may be offline or need a proxy");
        Assert.Contains("The model that comes along works without a download; a file brought by other means is taken by: models add FILE.", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-KILL", 137)]
    [InlineData("-INT", 130)]
    public async Task Pull_that_is_stopped_goes_on_in_the_next_run(string signal, int exitCode)
    {
        await using var server = new BadFileServer(BadFileServer.Stall(ModelStand.Model, Third), BadFileServer.Good(ModelStand.Model));
        var catalogue = stand.Catalogue(server.Url);
        using (var process = Process.Start(ServerProgram.Command("models", "pull", "tiny", "--catalogue", catalogue, "--folder", stand.Folder))!)
        {
            await UntilAsync(() => File.Exists(stand.Part) && new FileInfo(stand.Part).Length == Third);
            using (var kill = Process.Start("kill", [signal, $"{process.Id}"]))
            {
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(exitCode, process.ExitCode);
        }

        Assert.False(File.Exists(stand.Installed));
        stand.AssertInstalled(await stand.PullAsync(server.Url));
        Assert.Equal([null, Third], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Model_that_does_not_fit_its_card_is_not_installed()
    {
        await using var server = new BadFileServer(BadFileServer.Good(ModelStand.Model));
        var catalogue = stand.Catalogue(server.Url, pin => pin["card"]!["input"]!["name"] = "pixels");

        var ended = await stand.RunAsync("pull", "tiny", "--catalogue", catalogue);

        stand.AssertNothingInstalled(ended, "the card says one input 'pixels' float32 [1,3,?,?]; the model takes 'images'");
    }

    [Theory]
    [InlineData("name", "\"../../etc\"", "name: '../../etc' is not 1 to 64 letters")]
    [InlineData("url", "\"ftp://host/x\"", "url: 'ftp://host/x' is not an http or https address")]
    [InlineData("url", "\"https://u:p@host/x\"", "url: must not contain a password")]
    [InlineData("bytes", "0", "bytes: 0 is outside 1 to 1073741824")]
    [InlineData("sha256", "\"abc\"", "sha256: 'abc' is not 64 hexadecimal digits")]
    [InlineData("size", "1", "size")]
    [InlineData("card", "null", "card: missing; the program knows no model with SHA-256")]
    public async Task Wrong_catalogue_is_named_with_what_would_be_right(string key, string value, string message)
    {
        var catalogue = stand.Catalogue("https://host.invalid/x", pin => pin[key] = JsonNode.Parse(value));

        var ended = await stand.RunAsync("pull", "tiny", "--catalogue", catalogue);

        stand.AssertNothingInstalled(ended, message);
        Assert.StartsWith($"{catalogue}: ", ended.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_is_not_in_the_catalogue_lists_those_that_are()
    {
        stand.AssertNothingInstalled(await stand.RunAsync("pull", "yolov99"), "'yolov99' is not in the catalogue; it has yolox-nano, yolox-tiny, ");
    }

    private static byte[] Other() => [.. ModelStand.Model.Select(value => (byte)(value ^ 1))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Deadline, "The download did not come so far.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
