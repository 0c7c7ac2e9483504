using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

/// <summary>The command around enrolment, with real pictures and Debian's cascade; skipped where these are not.</summary>
public sealed class FacesTests
{
    private const string Cascade = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faces_EnrolListForget_IsOneLifeOfARecord()
    {
        using var folder = Ready();
        var (good, bad, missing) = (Footage.Find("227943776_1.jpg"), folder.File("bad.jpg"), folder.File("missing.jpg"));
        await File.WriteAllTextAsync(bad, "no picture", Token);
        string[] server = ["--data", folder.Path, "--config", folder.File("server.json")];

        var enrolled = await ServerProgram.RunAsync(["faces", "enrol", "Ben", good, bad, missing, .. server]);
        var again = await ServerProgram.RunAsync(["faces", "enrol", "ben", good, .. server]);
        var listed = await ServerProgram.RunAsync(["faces", "list", .. server]);
        var forgotten = await ServerProgram.RunAsync(["faces", "forget", "BEN", .. server]);
        var forgottenAgain = await ServerProgram.RunAsync(["faces", "forget", "Ben", .. server]);
        var after = await ServerProgram.RunAsync(["faces", "list", .. server]);

        Assert.Equal((1, "Ben: 1 of 3 pictures enrolled; 1 in all."), (enrolled.ExitCode, Assert.Single(enrolled.OutputLines)));
        Assert.StartsWith($"{bad}: refused: it is no JPEG", enrolled.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{missing}: refused: Could not find", enrolled.ErrorLines[1], StringComparison.Ordinal);
        Assert.Contains("Faces are off", enrolled.ErrorLines[2], StringComparison.Ordinal);
        Assert.Equal((1, "Ben: 0 of 1 pictures enrolled; 1 in all."), (again.ExitCode, Assert.Single(again.OutputLines)));
        Assert.Matches("^Ben +1 pictures  20[0-9]{2}-", Assert.Single(listed.OutputLines));
        Assert.Equal((0, "BEN is forgotten; 0 sightings now say unknown."), (forgotten.ExitCode, Assert.Single(forgotten.OutputLines)));
        Assert.Equal(1, forgottenAgain.ExitCode);
        Assert.Empty(after.OutputLines);
    }

    [Fact]
    public async Task Faces_ListAfterAChangeOfMethod_AsksToEnrolAgain()
    {
        using var folder = Ready();
        string[] server = ["--data", folder.Path, "--config", folder.File("server.json")];
        await ServerProgram.RunAsync(["faces", "enrol", "Ben", Footage.Find("227943776_1.jpg"), .. server]);
        await File.WriteAllTextAsync(folder.File("server.json"), $$"""{ "Faces": { "Detector": "{{SharedModels.Find("yunet_s_640.onnx")}}" } }""", Token);

        var listed = await ServerProgram.RunAsync(["faces", "list", .. server]);

        Assert.Contains("enrol again", Assert.Single(listed.OutputLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Faces\": { \"Cascade\": \"/no/such.xml\" } }", "opencv-data")]
    [InlineData("{ \"Faces\": { \"Detector\": \"eyes\" } }", "must be haar or the path of an .onnx file")]
    [InlineData("{ \"Faces\": { \"KeepDays\": 0 } }", "KeepDays")]
    public async Task Faces_WrongSetting_IsOneLineAndExitCode2(string settings, string named)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("server.json"), settings, Token);

        var ended = await ServerProgram.RunAsync("faces", "enrol", "Ben", "x.jpg", "--data", folder.Path, "--config", folder.File("server.json"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(named, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private static TempFolder Ready()
    {
        Assert.SkipWhen(!File.Exists(Cascade), "apt-get install opencv-data");
        var folder = new TempFolder();
        File.WriteAllText(folder.File("server.json"), """{ "Faces": { "MinFacePixels": 60 } }""");
        return folder;
    }
}
