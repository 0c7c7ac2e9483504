using System.Text.Json;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

public sealed class DetectTests
{
    [Fact]
    public async Task Detect_json_is_one_line_a_picture_with_exactly_the_fields_promised()
    {
        using var folder = new TempFolder();
        var files = await PicturesAsync(folder);

        var ended = await ServerProgram.RunAsync(["detect", "--json", .. files]);

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("", ended.Errors);
        Assert.Equal(files.Length, ended.OutputLines.Length);
        for (var i = 0; i < files.Length; i++)
        {
            using var line = JsonDocument.Parse(ended.OutputLines[i]);
            Assert.Equal(["file", "width", "height", "detections"], line.RootElement.EnumerateObject().Select(field => field.Name));
            Assert.Equal(files[i], line.RootElement.GetProperty("file").GetString());
            Assert.Equal(768, line.RootElement.GetProperty("width").GetInt32());
            Assert.Equal(576, line.RootElement.GetProperty("height").GetInt32());
            var detections = line.RootElement.GetProperty("detections").EnumerateArray().ToList();
            Assert.NotEmpty(detections);
            Assert.All(detections, CheckDetection);
        }
    }

    [Fact]
    public async Task Detect_with_a_bad_picture_names_it_goes_on_and_ends_with_1()
    {
        using var folder = new TempFolder();
        var good = (await PicturesAsync(folder))[0];
        var (bad, missing) = (folder.File("bad.jpg"), folder.File("missing.jpg"));
        await File.WriteAllTextAsync(bad, "no picture", TestContext.Current.CancellationToken);

        var ended = await ServerProgram.RunAsync("detect", "--json", bad, missing, good);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains($"\"file\":\"{good}\"", Assert.Single(ended.OutputLines), StringComparison.Ordinal);
        Assert.Equal(2, ended.ErrorLines.Length);
        Assert.StartsWith($"{bad}: ", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{missing}: ", ended.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_for_people_is_a_table()
    {
        using var folder = new TempFolder();
        var files = await PicturesAsync(folder);

        var ended = await ServerProgram.RunAsync("detect", files[0]);

        Assert.Equal($"{files[0]}  768×576", ended.OutputLines[0]);
        Assert.All(ended.OutputLines[1..], line => Assert.Matches("^  person +0\\.[0-9]{2} ", line));
    }

    [Fact]
    public async Task Detect_with_min_score_1_sees_nothing()
    {
        using var folder = new TempFolder();
        var ended = await ServerProgram.RunAsync("detect", "--json", "--min-score", "1", (await PicturesAsync(folder))[0]);
        Assert.EndsWith("\"detections\":[]}", Assert.Single(ended.OutputLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_json_of_a_face_has_its_five_points()
    {
        var ended = await ServerProgram.RunAsync("detect", "--json", "--model", SharedModels.Find("yunet_s_640.onnx"), Footage.Find("messi5.jpg"));

        Assert.Equal(0, ended.ExitCode);
        using var line = JsonDocument.Parse(Assert.Single(ended.OutputLines));
        var face = Assert.Single(line.RootElement.GetProperty("detections").EnumerateArray());
        var points = face.GetProperty("landmarks").EnumerateObject().ToList();
        Assert.Equal(["rightEye", "leftEye", "noseTip", "rightMouthCorner", "leftMouthCorner"], points.Select(point => point.Name));
        Assert.All(points, point => Assert.Equal(2, point.Value.GetArrayLength()));
    }

    [Theory]
    [InlineData("--min-score", "1.5")]
    [InlineData("--min-score", "much")]
    [InlineData("--model", "/no/such/model.onnx")]
    public async Task Detect_with_a_wrong_option_says_which(string option, string value)
    {
        var ended = await ServerProgram.RunAsync("detect", option, value, "x.jpg");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(option == "--model" ? value : option, ended.Errors, StringComparison.Ordinal);
    }

    private static void CheckDetection(JsonElement detection)
    {
        Assert.Equal(["label", "score", "box"], detection.EnumerateObject().Select(field => field.Name));
        Assert.Equal("person", detection.GetProperty("label").GetString());
        Assert.InRange(detection.GetProperty("score").GetDouble(), 0, 1);
        var box = detection.GetProperty("box").EnumerateArray().Select(side => side.GetDouble()).ToArray();
        Assert.Equal(4, box.Length);
        Assert.True(0 <= box[0] && box[0] < box[2] && box[2] <= 768, "Left and right lie in the picture.");
        Assert.True(0 <= box[1] && box[1] < box[3] && box[3] <= 576, "Top and bottom lie in the picture.");
    }

    private static async Task<string[]> PicturesAsync(TempFolder folder)
    {
        var files = new List<string>();
        foreach (var jpeg in Footage.Frames("vtest.avi", 20, 200))
        {
            files.Add(folder.File($"picture {files.Count}.jpg"));
            await File.WriteAllBytesAsync(files[^1], jpeg, TestContext.Current.CancellationToken);
        }

        return [.. files];
    }
}
