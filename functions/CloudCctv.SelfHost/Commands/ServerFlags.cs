using System.CommandLine;
using System.Globalization;
using CloudCctv.SelfHost.Settings;

namespace CloudCctv.SelfHost.Commands;

/// <summary>The flags of <c>run</c>, or some of them, and the settings that they stand for.</summary>
/// <param name="only">Keys of the settings that have a flag here; all if none is given. A command that does not alert takes no webhooks.</param>
internal sealed class ServerFlags(params string[] only)
{
    /// <summary>Signs what is POSTed to the addresses of <c>--webhook</c>.</summary>
    public const string WebhookSecretVariable = "CLOUDCCTV_WEBHOOK_SECRET";

    private const string Webhooks = "Alerts:Webhooks:";

    private readonly Option<string?> config = new("--config") { Description = "JSON file with settings; flags win over it", HelpName = "FILE" };
    private readonly Option<string[]> webhooks = new("--webhook")
    {
        Description = $"POST alerts to these addresses, signed with the secret in {WebhookSecretVariable}",
        HelpName = "URL",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly IReadOnlyList<(Option<string?> Option, string Key)> simple =
    [
        (new("--data") { Description = "Folder of this server: access key, server.json, and the store if no other is named", HelpName = "DIR" }, "Data"),
        (new("--url") { Description = "Where to listen (http://127.0.0.1:8080); port 0 takes a free one", HelpName = "URL" }, "Url"),
        (new("--workers") { Description = "Batches worked on at the same time (1)", HelpName = "N" }, "Worker:Workers"),
        (new("--store") { Description = "A folder (DIR/store), or https://ACCOUNT.blob.core.windows.net; secrets go into CLOUDCCTV_STORE", HelpName = "STORE" }, "Store"),
        (new("--model") { Description = "An .onnx file with its card beside it, or one known by its SHA-256 (the person detector that comes along)", HelpName = "PATH" }, "Detector:ModelPath"),
        (new("--min-score") { Description = "Lowest score that counts, 0 to 1 (the model's own)", HelpName = "S" }, "Sightings:MinScore"),
        (new("--numbered") { Description = "Folder for copies of pictures with somebody in them, as 1.jpg, 2.jpg and so on", HelpName = "DIR" }, "NumberedFolder"),
        (new("--time-zone") { Description = "Time zone of pages and alerts, such as Europe/Vienna (the machine's)", HelpName = "ZONE" }, "TimeZone"),
    ];

    private IEnumerable<(Option<string?> Option, string Key)> Simple => simple.Where(one => only.Length == 0 || only.Contains(one.Key));

    public void AddTo(Command command)
    {
        foreach (var (option, _) in Simple)
        {
            command.Add(option);
        }

        if (only.Length == 0)
        {
            command.Add(webhooks);
        }

        command.Add(config);
    }

    /// <exception cref="SettingsException">Something is wrong with flags, file or environment.</exception>
    public ServerSettings Load(ParseResult parsed)
    {
        var flags = Simple.ToDictionary(one => one.Key, one => parsed.GetValue(one.Option));
        var addresses = only.Length == 0 ? parsed.GetValue(webhooks) ?? [] : [];
        for (var i = 0; i < addresses.Length; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{Webhooks}{i}:");
            flags[$"{key}Name"] = i == 0 ? "webhook" : string.Create(CultureInfo.InvariantCulture, $"webhook-{i + 1}");
            flags[$"{key}Url"] = addresses[i];
            flags[$"{key}Secret"] = Environment.GetEnvironmentVariable(WebhookSecretVariable)
                ?? throw new SettingsException($"--webhook needs the environment variable {WebhookSecretVariable}, a secret of 16 or more characters with which alerts are signed.");
        }

        return ServerSettings.Load(parsed.GetValue(config), flags, FlagOf);
    }

    private string FlagOf(string key) => key switch
    {
        _ when key.StartsWith(Webhooks, StringComparison.Ordinal) => key.EndsWith("Secret", StringComparison.Ordinal) ? WebhookSecretVariable : "--webhook",
        _ => simple.FirstOrDefault(one => one.Key == key).Option?.Name ?? key,
    };
}
