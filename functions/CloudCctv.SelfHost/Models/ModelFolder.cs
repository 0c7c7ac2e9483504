using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CloudCctv.Detection;
using CloudCctv.Detection.Cards;

namespace CloudCctv.SelfHost.Models;

/// <summary>
/// Where models are installed: <c>NAME/NAME.onnx</c> with <c>NAME/NAME.json</c>. What is being installed lies in
/// <c>.incoming-*</c> and gets its name, as a whole, once it has been checked; downloads that are not complete lie in
/// <c>.partial</c>.
/// </summary>
internal sealed partial class ModelFolder(string path)
{
    /// <summary>Another folder than <c>cloudcctv/models</c> among the user's application data.</summary>
    public const string Variable = "CLOUDCCTV_MODELS";

    public string Root { get; } = Path.GetFullPath(path);

    public static ModelFolder At(string? given) => new(
        given
        ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null)
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "cloudcctv", "models"));

    public static bool IsName(string name) => NamePattern().IsMatch(name);

    public string ModelPath(string name) => Path.Combine(Root, name, $"{name}.onnx");

    /// <summary>Models that are installed, by name, whether they are sound or not.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(Root)
        ? []
        : [.. Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Where(IsName).Order(StringComparer.Ordinal)];

    /// <summary>Where the download of a file goes on.</summary>
    public string PartPath(string sha256)
    {
        var folder = Path.Combine(Root, ".partial");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{sha256.ToLowerInvariant()}.part");
    }

    /// <summary>Opens a model, as who uses it would, and installs it with its card.</summary>
    /// <param name="file">The model; a copy is taken.</param>
    /// <param name="card">Its card.</param>
    /// <returns>Path of the installed model.</returns>
    /// <exception cref="ModelException">The model is not the card's or does not fit it, or another model has the name.</exception>
    public string Install(string file, ModelCard card)
    {
        if (!IsName(card.Name))
        {
            throw new ModelException($"{file}: the card's name '{card.Name}' is not 1 to 64 letters, digits, dots, dashes or underscores.");
        }

        var target = ModelPath(card.Name);
        if (File.Exists(target))
        {
            return HashOf(target).Equals(card.Sha256, StringComparison.OrdinalIgnoreCase)
                ? target
                : throw new ModelException($"{Path.GetDirectoryName(target)}: another model of the name '{card.Name}' is installed; remove this folder first.");
        }

        var incoming = Path.Combine(Root, $".incoming-{Guid.NewGuid():n}");
        Directory.CreateDirectory(incoming);
        try
        {
            var model = Path.Combine(incoming, $"{card.Name}.onnx");
            CopySynced(file, model);
            WriteSynced(CardFile.PathFor(model), CardFile.ToJson(card));
            Check(model, shownAs: file);
            Directory.Move(incoming, Path.GetDirectoryName(target)!);
            return target;
        }
        finally
        {
            if (Directory.Exists(incoming))
            {
                Directory.Delete(incoming, recursive: true);
            }
        }
    }

    /// <summary>Opens a model as who uses it would.</summary>
    /// <exception cref="ModelException">It is not the card's, or does not fit it.</exception>
    public static ModelCard Check(string model, string shownAs)
    {
        try
        {
            return ModelTrial.Open(model);
        }
        catch (ModelException exception) when (model != shownAs)
        {
            throw new ModelException(exception.Message.Replace(model, shownAs, StringComparison.Ordinal), exception);
        }
    }

    /// <returns>64 hexadecimal digits, lower case.</returns>
    public static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void CopySynced(string source, string target)
    {
        using var from = File.OpenRead(source);
        using var to = new FileStream(target, FileMode.CreateNew);
        from.CopyTo(to);
        to.Flush(flushToDisk: true);
    }

    private static void WriteSynced(string target, byte[] content)
    {
        using var to = new FileStream(target, FileMode.CreateNew);
        to.Write(content);
        to.Flush(flushToDisk: true);
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex NamePattern();
}
