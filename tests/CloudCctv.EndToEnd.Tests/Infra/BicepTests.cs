using System.Text.Json;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests.Infra;

/// <summary>
/// No Bicep compiler is at hand: this reads the files as far as they refer to each other, so that no name is wrong, no
/// parameter forgotten and no output made up. Whether Azure takes them is another question.
/// </summary>
public sealed class BicepTests
{
    private static readonly string Folder = RepositoryRoot.File("infra");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Names_AreAllDeclared(string file)
    {
        var bicep = Read(file);

        Assert.Empty(bicep.Used.Where(name => !bicep.Declared.Contains(name.Text)).Select(name => $"{file}:{name.Line} {name.Text}"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Parameters_AreAllUsed(string file)
    {
        var bicep = Read(file);

        Assert.Empty(bicep.Parameters.Keys.Except(bicep.Used.Select(name => name.Text)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Modules_AreGivenWhatTheyAskFor_AndNothingElse(string file)
    {
        foreach (var module in Read(file).Modules)
        {
            var asked = Read(Beside(file, module.File)).Parameters;

            Assert.Empty(module.Given.Except(asked.Keys).Select(name => $"{module.File} has no parameter {name}"));
            Assert.Empty(asked.Where(parameter => !parameter.Value).Select(parameter => parameter.Key).Except(module.Given)
                .Select(name => $"{module.Name} lacks {name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Outputs_ThatAreUsed_Exist(string file)
    {
        var bicep = Read(file);
        foreach (var (module, output) in bicep.OutputsUsed)
        {
            var target = Assert.Single(bicep.Modules, candidate => candidate.Name == module);

            Assert.Contains(output, Read(Beside(file, target.File)).Outputs);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Resources_NameTheirVersion(string file) =>
        Assert.All(Read(file).Resources.Where(type => type.Contains('/', StringComparison.Ordinal)), type => Assert.Matches(@"^Microsoft\.[A-Za-z]+(/[A-Za-z]+)+@20\d\d-\d\d-\d\d$", type));

    [Fact]
    public void Rights_AreGivenInOneFileOnly() => Assert.Equal(
        ["rbac.bicep"],
        Files.Select(file => file.Data).Where(file => Read(file).Resources.Any(type => type.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal))));

    [Fact]
    public void ModulesOfTheMap_AreAllThereIs() => Assert.Equal(
        Read("main.bicep").Modules.Select(module => module.File).Order(StringComparer.Ordinal),
        Files.Select(file => file.Data).Where(file => file != "main.bicep"));

    [Fact]
    public void ParametersOfAzd_AreParametersOfMain()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "main.parameters.json")));
        var given = json.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name);

        Assert.Empty(given.Except(Read("main.bicep").Parameters.Keys));
    }

    [Theory]
    [InlineData("param a string\noutput b string = c\n", "c")]
    [InlineData("param a string\nvar b = '${d}-x'\n", "d")]
    [InlineData("resource r 'Microsoft.A/b@2024-01-01' = { name: e }\n", "e")]
    public void Reader_FindsWhatIsNotDeclared(string source, string undeclared)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("x.bicep"), source);
        var bicep = BicepFile.Read(folder.File("x.bicep"));

        Assert.Equal([undeclared], bicep.Used.Select(name => name.Text).Where(name => !bicep.Declared.Contains(name)));
    }

    [Fact]
    public void Reader_FindsBracketsThatAreOpen()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("x.bicep"), "var a = { b: [ 1, 2 }\n");

        Assert.Throws<FormatException>(() => BicepFile.Read(folder.File("x.bicep")));
    }

    private static BicepFile Read(string file) => BicepFile.Read(Path.Combine(Folder, file));

    private static string Beside(string file, string module) =>
        Path.GetRelativePath(Folder, Path.GetFullPath(Path.Combine(Folder, Path.GetDirectoryName(file) ?? "", module)));
}
