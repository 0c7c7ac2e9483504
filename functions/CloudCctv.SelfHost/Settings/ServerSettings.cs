using System.Collections;
using CloudCctv.Analysis;
using CloudCctv.Storage;
using Microsoft.Extensions.Configuration;

namespace CloudCctv.SelfHost.Settings;

/// <summary>All settings of a server: defaults, then the file, then the environment, then flags; the later wins.</summary>
/// <param name="Server">The server's own.</param>
/// <param name="Store">Where objects and messages are.</param>
/// <param name="Configuration">Everything together, as <c>AddCloudCctvAnalysis</c> reads it.</param>
public sealed record ServerSettings(ServerOptions Server, StoreOptions Store, IConfiguration Configuration)
{
    /// <summary>Sections can be set by variables of this prefix: <c>CLOUDCCTV__Alerts__Webhooks__0__Secret</c>, as in Azure.</summary>
    public const string VariablePrefix = "CLOUDCCTV__";

    private static readonly Type[] Records = [typeof(ServerOptions), typeof(AnalysisOptions)];

    public string Data => Server.Data!;

    public TimeZoneInfo Zone => Server.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Local;

    /// <param name="file">A JSON file, or null.</param>
    /// <param name="flags">Keys and values from the command line; null where a flag was not given.</param>
    /// <param name="flagOf">The flag that a key came from.</param>
    /// <exception cref="SettingsException">Something is wrong with them.</exception>
    public static ServerSettings Load(string? file, IReadOnlyDictionary<string, string?> flags, Func<string, string> flagOf)
    {
        var given = flags.Where(flag => flag.Value is not null).ToDictionary();
        var fromFile = file is null ? new ConfigurationBuilder().Build() : ReadFile(file);
        var fromEnvironment = new ConfigurationBuilder().AddInMemoryCollection(Sections(Environment.GetEnvironmentVariables())).Build();
        var fromFlags = new ConfigurationBuilder().AddInMemoryCollection(given).Build();
        string[] faults =
        [
            .. new SettingsCheck(key => $"{file}: {key}").Faults(fromFile, Records),
            .. new SettingsCheck(key => $"{VariablePrefix}{key.Replace(":", "__", StringComparison.Ordinal)}").Faults(fromEnvironment, Records),
            .. new SettingsCheck(flagOf).Faults(fromFlags, Records),
        ];
        if (faults.Length > 0)
        {
            throw new SettingsException(faults);
        }

        var own = new ConfigurationBuilder().AddConfiguration(fromFile).AddConfiguration(fromEnvironment).AddConfiguration(fromFlags).Build();
        var server = own.Get<ServerOptions>() ?? new ServerOptions();
        if (string.IsNullOrWhiteSpace(server.Data))
        {
            throw new SettingsException("--data is missing: name the folder in which this server keeps its access key and, without --store, its pictures.");
        }

        return new ServerSettings(server, FindStore(server, given.ContainsKey(nameof(ServerOptions.Store)) ? "--store" : $"{file}: Store"), WithZone(own, server));
    }

    private static StoreOptions FindStore(ServerOptions server, string optionName)
    {
        try
        {
            var found = StoreAddress.Find(server.Store, optionName, Environment.GetEnvironmentVariable);
            return found?.DropboxFolder is null
                ? found ?? new StoreOptions { Folder = Path.Combine(server.Data!, "store") }
                : throw new SettingsException("A server cannot keep its store in Dropbox, which has no queue: give it a folder or a storage account, and name the folder that devices send to as Dropbox:Inbox (CLOUDCCTV__Dropbox__Inbox).");
        }
        catch (ArgumentException exception)
        {
            throw new SettingsException(exception.Message);
        }
    }

    // Pages and alerts tell the same time, unless the alerts have a zone of their own.
    private static IConfigurationRoot WithZone(IConfiguration own, ServerOptions server) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("Alerts:TimeZone", server.TimeZone ?? TimeZoneInfo.Local.Id)])
        .AddConfiguration(own)
        .Build();

    private static IConfigurationRoot ReadFile(string file)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false).Build();
        }
        catch (FileNotFoundException)
        {
            throw new SettingsException($"{file}: there is no such file.");
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file}: cannot be read: {exception.GetBaseException().Message}");
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Sections(IDictionary variables) => variables
        .Cast<DictionaryEntry>()
        .Select(one => new KeyValuePair<string, string?>((string)one.Key, (string?)one.Value))
        .Where(one => one.Key.StartsWith(VariablePrefix, StringComparison.Ordinal))
        .Select(one => new KeyValuePair<string, string?>(one.Key[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal), one.Value));
}
