using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;

namespace CloudCctv.Uploader.Live.Tuning;

/// <summary>What somebody wishes to change of a camera's motion settings: mode, zones, masks, lines and the numbers that have a knob.</summary>
internal static class MotionChange
{
    private const string Place = "motion";

    private static readonly string[] Keys = ["mode", "zones", "masks", "lines", .. MotionKnob.All.Select(knob => knob.Key)];

    public static JsonObject ToJson(MotionOptions options) => JsonSerializer.SerializeToNode(options, SettingsJson.Options)!.AsObject();

    /// <summary>The settings for the page, and beside them as <c>effective</c> what the sensitivity makes of them.</summary>
    public static JsonObject Shown(MotionOptions options)
    {
        var shown = ToJson(options);
        shown["effective"] = ToJson(Sensitivity.Applied(options));
        return shown;
    }

    /// <summary>The settings with the changes in them, checked as if they came from a settings file.</summary>
    /// <exception cref="SettingsException">A key that cannot be changed here, or a value out of range; the message is for people.</exception>
    public static MotionOptions Apply(MotionOptions current, JsonObject changes)
    {
        var all = ToJson(current);
        foreach (var (key, value) in changes)
        {
            var path = Keys.Contains(key) ? key.Split('.') : throw new SettingsException($"'{key}' cannot be changed here.");
            var inside = path[..^1].Aggregate(all, (parent, name) => parent[name]!.AsObject());
            inside[path[^1]] = value?.DeepClone();
        }

        try
        {
            return SettingsFile.Bind<MotionOptions>(SettingsParser.Parse(Encoding.UTF8.GetBytes(all.ToJsonString()), Place));
        }
        catch (SettingsException exception)
        {
            // On one line, and whoever moves a slider has no file in mind.
            throw new SettingsException(exception.Message.Replace(Environment.NewLine, " ", StringComparison.Ordinal).Replace($"{Place}:1: ", "", StringComparison.Ordinal), exception);
        }
    }
}
