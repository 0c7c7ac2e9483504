using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CloudCctv.Uploader.Settings.Schema;

/// <summary>Doc comments, from the XML files that the compiler writes beside the programs. Where such a file is missing, there are none.</summary>
internal static partial class DocComments
{
    private static readonly Dictionary<Assembly, XDocument?> Files = [];

    public static string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var parameter = Member($"T:{type.FullName}", type.Assembly)?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property.Name);
        return Plain(Member($"P:{type.FullName}.{property.Name}", type.Assembly)?.Element("summary") ?? parameter);
    }

    public static string? Of(Type type) => SummaryOf($"T:{type.FullName}", type.Assembly);

    private static string? SummaryOf(string name, Assembly assembly) => Plain(Member(name, assembly)?.Element("summary"));

    private static XElement? Member(string name, Assembly assembly) =>
        FileOf(assembly)?.Descendants("member").FirstOrDefault(member => (string?)member.Attribute("name") == name);

    private static XDocument? FileOf(Assembly assembly)
    {
        if (!Files.TryGetValue(assembly, out var file))
        {
            var path = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
            Files[assembly] = file = File.Exists(path) ? XDocument.Load(path) : null;
        }

        return file;
    }

    private static string? Plain(XElement? comment)
    {
        if (comment is null)
        {
            return null;
        }

        foreach (var reference in comment.Descendants("see").ToList())
        {
            reference.ReplaceWith(((string?)reference.Attribute("cref") ?? "").Split('.', ':')[^1]);
        }

        return Blanks().Replace(comment.Value, " ").Trim();
    }

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
