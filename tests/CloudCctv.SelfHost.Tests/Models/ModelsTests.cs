using CloudCctv.Detection;
using CloudCctv.Detection.Cards;
using CloudCctv.SelfHost.Models;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Models;

public sealed class ModelsTests : IDisposable
{
    private readonly ModelStand stand = new();

    public void Dispose() => stand.Dispose();

    [Fact]
    public async Task List_shows_what_comes_along_what_is_installed_and_what_can_be_had()
    {
        await AddAsync();

        var ended = await stand.RunAsync("list");

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("embedded   cctv-person-v0 ", ended.OutputLines[0], StringComparison.Ordinal);
        Assert.Matches($"^installed  tiny +2\\.4 MB  yolov8, MIT .*  {stand.Installed}$", ended.OutputLines[1]);
        Assert.Equal(5, ended.OutputLines.Count(line => line.StartsWith("download ", StringComparison.Ordinal)));
        Assert.Contains(ended.OutputLines, line => line.EndsWith("35.9 MB  Apache-2.0  models pull yolox-s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Added_model_finds_what_it_found_before()
    {
        var picture = stand.PathOf("street.jpg");
        await File.WriteAllBytesAsync(picture, Footage.Frames("vtest.avi", 20)[0], TestContext.Current.CancellationToken);
        await AddAsync();

        var embedded = await ServerProgram.RunAsync("detect", "--json", picture);
        var added = await ServerProgram.RunAsync("detect", "--json", "--model", stand.Installed, picture);

        Assert.Contains("\"label\":\"person\"", added.Output, StringComparison.Ordinal);
        Assert.Equal(embedded.Output, added.Output);
    }

    [Fact]
    public async Task Add_twice_is_fine_and_another_model_of_the_name_is_refused()
    {
        await AddAsync();
        await AddAsync();
        await File.WriteAllBytesAsync(stand.Installed, [1], TestContext.Current.CancellationToken);

        var ended = await stand.RunAsync("add", ObjectDetector.DefaultModelPath, "--card", CardOf("tiny"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("another model of the name 'tiny' is installed; remove this folder first", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_of_an_unknown_model_asks_for_its_card_by_hash()
    {
        var file = stand.PathOf("own.onnx");
        await File.WriteAllBytesAsync(file, [1, 2, 3], TestContext.Current.CancellationToken);

        stand.AssertNothingInstalled(await stand.RunAsync("add", file), $"{file}: --card is missing; only models known by their SHA-256 do without, and this one has 039058c6");
        stand.AssertNothingInstalled(await stand.RunAsync("add", file, "--card", CardOf("tiny")), $"says SHA-256 {ModelStand.Sha256}, the file has 039058c6");
        stand.AssertNothingInstalled(await stand.RunAsync("add", stand.PathOf("none.onnx")), "none.onnx: there is no such model file.");
    }

    [Theory]
    [InlineData("../tiny")]
    [InlineData(".tiny")]
    [InlineData("ti ny")]
    public async Task Add_under_a_name_that_is_no_folder_is_refused(string name) => stand.AssertNothingInstalled(
        await stand.RunAsync("add", ObjectDetector.DefaultModelPath, "--card", CardOf(name)), $"the card's name '{name}' is not 1 to 64 letters");

    [Fact]
    public async Task Verify_finds_the_model_that_was_damaged()
    {
        await AddAsync();
        Assert.Equal(0, (await stand.RunAsync("verify")).ExitCode);
        var bytes = await File.ReadAllBytesAsync(stand.Installed, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(stand.Installed, bytes, TestContext.Current.CancellationToken);

        var ended = await stand.RunAsync("verify");

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal($"sound   cctv-person-v0  {ModelStand.Sha256}", ended.OutputLines[0]);
        Assert.StartsWith($"faulty  tiny  {stand.Installed}: the card says SHA-256 {ModelStand.Sha256}, the file has ", ended.OutputLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_model_is_added_without_a_card_and_verifies()
    {
        Assert.Equal(0, (await stand.RunAsync("add", SharedModels.Find("yunet_s_640.onnx"))).ExitCode);

        var ended = await stand.RunAsync("verify");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains(ended.OutputLines, line => line.StartsWith("sound   yunet-2023mar-640 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_pin_of_ours_has_a_card_and_comes_by_https() => Assert.All(PinnedCatalogue.Load(null).Pins, pin =>
    {
        Assert.Equal(Uri.UriSchemeHttps, pin.Url.Scheme);
        Assert.Same(CardCatalogue.Find(pin.Sha256), pin.FindCard("ours"));
    });

    private async Task AddAsync() => stand.AssertInstalled(await stand.RunAsync("add", ObjectDetector.DefaultModelPath, "--card", CardOf("tiny")));

    private string CardOf(string name)
    {
        var path = stand.PathOf("card.json");
        File.WriteAllText(path, ModelStand.Card(name).ToJsonString());
        return path;
    }
}
