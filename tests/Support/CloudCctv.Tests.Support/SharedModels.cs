using Xunit;

namespace CloudCctv.Tests.Support;

/// <summary>Published models that are not ours to ship: in <c>$CLOUDCCTV_MODELS</c>, or in <c>shared/models</c> beside the checkout.</summary>
public static class SharedModels
{
    private const string Variable = "CLOUDCCTV_MODELS";

    /// <summary>The full path of a model; skips the test where it is missing.</summary>
    public static string Find(string name)
    {
        var path = Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{name} was not found. Set {Variable} to a folder that holds it.");
        return path!;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            yield return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "models");
        }
    }
}
