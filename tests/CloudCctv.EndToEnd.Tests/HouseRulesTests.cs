using System.Xml.Linq;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests;

/// <summary>The arrows of docs/design/architecture.md, and other promises about the tree itself.</summary>
public sealed class HouseRulesTests
{
    /// <summary>Project → all that it may refer to. What is not here may not exist.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CloudCctv.Contracts"] = [],
        ["CloudCctv.Imaging"] = [],
        ["CloudCctv.Storage"] = [],
        ["CloudCctv.Uploader"] = ["CloudCctv.Contracts", "CloudCctv.Imaging", "CloudCctv.Storage"],
        ["CloudCctv.Detection"] = ["CloudCctv.Imaging"],
        ["CloudCctv.Analysis"] = ["CloudCctv.Contracts", "CloudCctv.Imaging", "CloudCctv.Storage", "CloudCctv.Detection"],
        ["CloudCctv.Gallery"] = ["CloudCctv.Analysis"],
        ["CloudCctv.Functions"] = ["CloudCctv.Analysis", "CloudCctv.Gallery"],
        ["CloudCctv.SelfHost"] = ["CloudCctv.Analysis", "CloudCctv.Gallery"],
    };

    private static readonly string[] Rooms = ["shared", "uploader", "functions"];

    public static TheoryData<string> Projects => [.. Rooms
        .SelectMany(room => Directory.EnumerateFiles(RepositoryRoot.File(room), "*.csproj", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(RepositoryRoot.Path, path))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_Arrows_PointWhereTheDesignSays(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var arrows = XDocument.Load(RepositoryRoot.File(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is not in the design");
        Assert.Empty(arrows.Except(allowed));
    }

    [Fact]
    public void Projects_OfTheDesign_AllExist() =>
        Assert.Equal(Allowed.Keys.Order(), Projects.Select(project => Path.GetFileNameWithoutExtension(project.Data)).Order());

    [Fact]
    public void Contracts_DependOnNothing()
    {
        var project = XDocument.Load(RepositoryRoot.File("shared", "CloudCctv.Contracts", "CloudCctv.Contracts.csproj"));

        Assert.Empty(project.Descendants("PackageReference").Concat(project.Descendants("FrameworkReference")));
    }

    [Fact]
    public void LimitedRegistry_IsKnownInOnePlaceOnly()
    {
        var sources = Rooms.SelectMany(room => Directory.EnumerateFiles(RepositoryRoot.File(room), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal));

        Assert.DoesNotContain(sources, path => File.ReadLines(path).Any(line => line.StartsWith("#if", StringComparison.Ordinal)));
    }
}
