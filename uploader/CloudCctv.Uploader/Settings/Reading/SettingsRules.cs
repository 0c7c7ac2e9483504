using System.Text.Json;

namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>
/// Finds all faults of settings at once: keys that nobody knows (more likely a typing error than a wish) or that stand there
/// twice, values of the wrong kind, nulls, and what is outside the ranges that the options declare by their annotations.
/// </summary>
internal sealed class SettingsRules
{
    private readonly List<string> faults = [];

    private SettingsRules()
    {
    }

    /// <returns>One line per fault: file and line, key, value, what would be right. Empty if there is none.</returns>
    public static IReadOnlyList<string> Faults(ObjectNode root, Type type)
    {
        var rules = new SettingsRules();
        rules.CheckObject(root, type, "");
        rules.CheckCameraNames(root);
        return rules.faults;
    }

    private void CheckObject(ObjectNode node, Type type, string path)
    {
        var keys = SettingsKey.Of(type);
        foreach (var (member, first) in node.Members.Select(member => (member, node.Members.First(other => other.Key == member.Key))))
        {
            var full = path.Length > 0 ? $"{path}.{member.Key}" : member.Key;
            if (!ReferenceEquals(member, first))
            {
                Add(member.Place, $"{full} stands here a second time, first in line {first.Place.Line}; one of them must go.");
            }
            else if (keys.FirstOrDefault(key => key.Name == member.Key) is { } key)
            {
                CheckKey(member, key, full);
            }
            else if (full != SettingsKey.Schema)
            {
                Add(member.Place, Unknown(member.Key, path, keys));
            }
        }

        foreach (var missing in keys.Where(key => key.Required && node.Find(key.Name) is null))
        {
            Add(node.Place, $"{path} has no '{missing.Name}'; it is required: {RightValue.Of(missing)}.");
        }
    }

    private void CheckKey(Member member, SettingsKey key, string path)
    {
        if (member.Value is ValueNode { Kind: JsonValueKind.Null })
        {
            if (!key.MayBeNull)
            {
                Add(member.Place, $"{path} is null; it must be {RightValue.Of(key)}. Leave the key out for its default.");
            }
        }
        else if (CheckValue(member.Value, key.Type, path, RightValue.Of(key)) is { } value && key.Rules.Any(rule => !rule.IsValid(value)))
        {
            Add(member.Place, $"{path} is {ShownValue.Of(member.Value)}; it must be {RightValue.Of(key)}.");
        }
    }

    /// <returns>The value for rules to look at (of a list: something of its length); null if it is of the wrong kind, or an object.</returns>
    private object? CheckValue(SettingsNode node, Type type, string path, string right)
    {
        if (SettingsKey.ItemOf(type) is { } item && node is ListNode list)
        {
            for (var i = 0; i < list.Items.Count; i++)
            {
                CheckValue(list.Items[i], item, $"{path}[{i}]", RightValue.Of(item, []));
            }

            return new object[list.Items.Count];
        }

        if (SettingsKey.IsObject(type) && node is ObjectNode inner)
        {
            CheckObject(inner, type, path);
            return null;
        }

        if (node is ValueNode value && SettingsKey.ItemOf(type) is null && !SettingsKey.IsObject(type) && SettingsJson.TryRead(value, type) is { } read)
        {
            return read;
        }

        Add(node.Place, $"{path} is {ShownValue.Of(node)}; it must be {right}.");
        return null;
    }

    private void CheckCameraNames(ObjectNode root)
    {
        var names = (root.Find("cameras") as ListNode)?.Items.OfType<ObjectNode>().Select(camera => camera.Find("name")).OfType<ValueNode>() ?? [];
        foreach (var twice in names.Where(name => name.Text is not null).GroupBy(name => name.Text).Where(group => group.Count() > 1))
        {
            Add(twice.ElementAt(1).Place, $"cameras: the name '{twice.Key}' is given twice, first in line {twice.First().Place.Line}; each camera needs its own.");
        }
    }

    private static string Unknown(string written, string path, IReadOnlyList<SettingsKey> keys)
    {
        if (GoneKey.Advice(written, path) is { } advice)
        {
            return advice;
        }

        var shown = ShownValue.Of(ValueNode.Of(default, written));
        var nearest = NearestKey.To(written, keys.Select(key => key.Name));
        return $"{shown} is no key {(path.Length > 0 ? $"of {path}" : "of the settings")}; "
            + (nearest is null ? "" : $"did you mean '{nearest}'? ")
            + $"There are: {string.Join(", ", keys.Select(key => key.Name))}.";
    }

    private void Add(Place place, string fault) => faults.Add($"{place}: {fault}");
}
