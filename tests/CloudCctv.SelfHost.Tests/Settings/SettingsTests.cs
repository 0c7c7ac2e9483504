using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Settings;

public sealed class SettingsTests
{
    private const string ConnectionString = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0";

    [Theory]
    [InlineData("""{ "Wrkers": 1 }""", "Wrkers is not a setting; here there are Data, Url, Store, ")]
    [InlineData("""{ "Worker": { "Wrkers": 1 } }""", "Worker:Wrkers is not a setting; here there are Workers, ")]
    [InlineData("""{ "Worker": { "Workers": 99 } }""", "Worker:Workers ('99'): Workers must be from 1 to 64.")]
    [InlineData("""{ "Worker": { "Workers": "many" } }""", "Worker:Workers ('many'): must be a whole number.")]
    [InlineData("""{ "Worker": { "Workers": [1] } }""", "Worker:Workers ('{…}'): must be a whole number.")]
    [InlineData("""{ "Worker": 3 }""", "Worker ('3'): must be an object in braces.")]
    [InlineData("""{ "Worker": { "IdlePoll": "soon" } }""", "Worker:IdlePoll ('soon'): must be a duration such as 00:00:30.")]
    [InlineData("""{ "Worker": { "IdlePoll": "10:00:00" } }""", "Worker:IdlePoll ('10:00:00'): IdlePoll must be from ")]
    [InlineData("""{ "Sightings": { "MinScore": -0.1 } }""", "Sightings:MinScore ('-0.1'): MinScore must be from 0 to 1.")]
    [InlineData("""{ "Sightings": { "Labels": "person" } }""", "Sightings:Labels ('person'): must be a list in brackets.")]
    [InlineData("""{ "Alerts": { "Webhooks": [ { "Secret": "short" } ] } }""", "Alerts:Webhooks:0:Secret (not shown): ")]
    [InlineData("""{ "Alerts": { "Webhooks": [ { "Sekret": "x" } ] } }""", "Alerts:Webhooks:0:Sekret is not a setting; here there are Name, Url, Secret, ")]
    [InlineData("""{ "Url": "https://0.0.0.0:443" }""", "Url ('https://0.0.0.0:443'): must be http://ADDRESS:PORT, ")]
    [InlineData("""{ "TimeZone": "Mars/Base" }""", "TimeZone ('Mars/Base'): must be a time zone of this system")]
    [InlineData("""{ "Url": """, "cannot be read: ")]
    public async Task Wrong_file_is_refused_with_file_key_value_and_what_would_be_right(string json, string expected)
    {
        using var folder = new TempFolder();
        var file = folder.File("server.json");
        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);

        var ended = await ServerProgram.RunAsync("run", "--data", folder.File("data"), "--config", file);

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith($"{file}: {expected}", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_of_all_sources_are_told_at_once()
    {
        using var folder = new TempFolder();
        var file = folder.File("server.json");
        await File.WriteAllTextAsync(file, """{ "Nope": 1, "Worker": { "Workers": 0 } }""", TestContext.Current.CancellationToken);
        var command = ServerProgram.Command("run", "--data", folder.File("data"), "--config", file, "--min-score", "2");
        command.Environment["CLOUDCCTV__Claims__MaxAttempts"] = "1000";

        var ended = await ServerProgram.RunAsync(command);

        Assert.Collection(
            ended.ErrorLines.Order(StringComparer.Ordinal),
            line => Assert.StartsWith("--min-score ('2')", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{file}: Nope", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{file}: Worker:Workers", line, StringComparison.Ordinal),
            line => Assert.StartsWith("CLOUDCCTV__Claims__MaxAttempts ('1000')", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new[] { "run" }, "--data is missing")]
    [InlineData(new[] { "run", "--data", "x", "--config", "/no/such/file.json" }, "/no/such/file.json: there is no such file.")]
    [InlineData(new[] { "run", "--data", "x", "--workers", "0" }, "--workers ('0'): ")]
    [InlineData(new[] { "run", "--data", "x", "--store", "ftp://host" }, "--store is an address of a kind that is not known")]
    [InlineData(new[] { "run", "--data", "x", "--webhook", "http://127.0.0.1:1/x" }, "--webhook needs the environment variable CLOUDCCTV_WEBHOOK_SECRET")]
    public async Task Wrong_flag_is_one_line_that_names_it(string[] arguments, string expected)
    {
        using var folder = new TempFolder();
        var command = ServerProgram.Command(arguments);
        command.WorkingDirectory = folder.Path;

        var ended = await ServerProgram.RunAsync(command);

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(ConnectionString)]
    [InlineData("https://a.blob.core.windows.net/cctv?sv=1&sig=c2VjcmV0")]
    public async Task Secret_on_the_command_line_is_refused_and_the_variable_named(string store)
    {
        using var folder = new TempFolder();

        var ended = await ServerProgram.RunAsync("run", "--data", folder.File("data"), "--store", store);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("CLOUDCCTV_STORE", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_is_not_there_is_found_at_start()
    {
        using var folder = new TempFolder();
        var ended = await ServerProgram.RunAsync("run", "--data", folder.File("data"), "--url", "http://127.0.0.1:0", "--model", "/no/model.onnx");
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("/no/model.onnx", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
