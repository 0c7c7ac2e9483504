using System.Globalization;
using System.Text.Json;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

public sealed class EvalTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Images => folder.File("images");

    private string Labels => folder.File("labels");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eval_of_what_the_model_itself_has_said_is_perfect_and_the_page_stands_alone()
    {
        await PicturesAsync();
        var page = folder.File("page.html");

        var ended = await EvalAsync("--json", "--html", page);

        Assert.Equal(0, ended.ExitCode);
        using var json = JsonDocument.Parse(ended.Output);
        Assert.Equal(3, json.RootElement.GetProperty("pictures").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("ap50").GetDouble(), 0.99, 1);
        Assert.Equal(0, json.RootElement.GetProperty("unreadable").GetInt32());
        Assert.Equal(0.3, json.RootElement.GetProperty("inUse").GetProperty("threshold").GetDouble());
        var html = await File.ReadAllTextAsync(page, Token);
        Assert.Contains("name=\"viewport\"", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_shows_misses_and_false_alarms_with_their_pictures()
    {
        await PicturesAsync();
        await File.WriteAllTextAsync(Path.Combine(Labels, "0.txt"), "", Token);
        await File.WriteAllTextAsync(Path.Combine(Labels, "1.txt"), "0 0.9 0.1 0.15 0.2\n", Token);
        var page = folder.File("page.html");

        var ended = await EvalAsync("--html", page, "--worst", "1");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("AP50 0.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("in use", ended.Output, StringComparison.Ordinal);
        var html = await File.ReadAllTextAsync(page, Token);
        Assert.Equal(2, html.Split("data:image/jpeg;base64,").Length - 1);
        Assert.Contains("1.jpg", html, StringComparison.Ordinal);
        Assert.Contains("class=\"bad\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_with_a_bad_picture_and_some_without_labels_says_so_and_goes_on()
    {
        await PicturesAsync();
        await File.WriteAllTextAsync(Path.Combine(Images, "1.jpg"), "no picture", Token);
        File.Delete(Path.Combine(Labels, "2.txt"));
        await File.WriteAllTextAsync(Path.Combine(Labels, "gone.txt"), "", Token);

        var ended = await EvalAsync();

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith(Path.Combine(Images, "1.jpg"), Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("1 pictures", ended.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains("note: 1 pictures have no labels and are left out (2.jpg)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("note: 1 labelled pictures are not in", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_of_names_that_do_not_match_shows_one_of_each()
    {
        await PicturesAsync();
        foreach (var file in Directory.GetFiles(Labels))
        {
            File.Move(file, Path.Combine(Labels, "picture-" + Path.GetFileName(file)));
        }

        var ended = await EvalAsync();

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("None of the 3 pictures has a label", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_of_labels_in_pixels_names_file_and_line()
    {
        await PicturesAsync();
        await File.WriteAllTextAsync(Path.Combine(Labels, "1.txt"), "0 320 240 40 80\n", Token);

        var ended = await EvalAsync();

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith($"{Path.Combine(Labels, "1.txt")}:1: ", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--label", "giraffe", "giraffe")]
    [InlineData("--images", "/no/such/folder", "/no/such/folder")]
    [InlineData("--labels", "/no/such/folder", "/no/such/folder")]
    [InlineData("--min-score", "2", "--min-score")]
    public async Task Eval_with_a_wrong_option_says_which(string option, string value, string named)
    {
        await PicturesAsync();
        string[] arguments = option switch
        {
            "--images" => ["eval", "--images", value, "--labels", Labels],
            "--labels" => ["eval", "--images", Images, "--labels", value],
            _ => ["eval", "--images", Images, "--labels", Labels, option, value],
        };

        var ended = await ServerProgram.RunAsync(arguments);

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(named, ended.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private Task<Ended> EvalAsync(params string[] arguments) => ServerProgram.RunAsync(["eval", "--images", Images, "--labels", Labels, .. arguments]);

    /// <summary>Three real pictures, labelled with everything that the model sees in them, however faintly.</summary>
    private async Task PicturesAsync()
    {
        Directory.CreateDirectory(Images);
        Directory.CreateDirectory(Labels);
        foreach (var (index, jpeg) in Footage.Frames("vtest.avi", 20, 200, 400).Index())
        {
            await File.WriteAllBytesAsync(Path.Combine(Images, $"{index}.jpg"), jpeg, Token);
        }

        var seen = await ServerProgram.RunAsync(["detect", "--json", "--min-score", "0.01", .. Directory.GetFiles(Images).Order(StringComparer.Ordinal)]);
        foreach (var line in seen.OutputLines)
        {
            using var json = JsonDocument.Parse(line);
            var name = Path.GetFileNameWithoutExtension(json.RootElement.GetProperty("file").GetString()!);
            await File.WriteAllLinesAsync(Path.Combine(Labels, $"{name}.txt"), json.RootElement.GetProperty("detections").EnumerateArray().Take(100).Select(Label), Token);
        }
    }

    private static string Label(JsonElement detection)
    {
        var box = detection.GetProperty("box").EnumerateArray().Select(side => side.GetDouble()).ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"0 {(box[0] + box[2]) / 2 / 768:0.000000} {(box[1] + box[3]) / 2 / 576:0.000000} {(box[2] - box[0]) / 768:0.000000} {(box[3] - box[1]) / 576:0.000000}");
    }
}
