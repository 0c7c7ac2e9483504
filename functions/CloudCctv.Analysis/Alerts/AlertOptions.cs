using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.EventGrid;
using CloudCctv.Analysis.Alerts.Mail;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Alerts.Mqtt;
using CloudCctv.Analysis.Alerts.Ntfy;
using CloudCctv.Analysis.Alerts.Pushover;
using CloudCctv.Analysis.Alerts.Sms;
using CloudCctv.Analysis.Alerts.Telegram;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Alerts.Webhooks;
using Microsoft.Extensions.Options;

namespace CloudCctv.Analysis.Alerts;

/// <summary>Who is told, and how.</summary>
public sealed record AlertOptions : IValidatableObject
{
    /// <summary>An event that began longer ago than this is labelled late. 10 seconds to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>An alert that no channel took for this long is given up. 1 minute to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long one worker keeps an alert to itself while sending. 1 minute (more than any channel takes) to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the outbox is looked at when nothing says that it should be. 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What was told is changed no sooner than this after the last time; news that come meanwhile are told together. 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan UpdateEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Late events are gathered until none has come for so long, or for ten times as long, and told as one message. 0 to 1 hour; 0
    /// tells each by itself.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan DigestAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an alert is changed at most, per channel; 0 never. 0 to 100.</summary>
    [Range(0, 100, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxUpdates { get; init; } = 6;

    /// <summary>Address at which people reach the gallery, such as <c>https://cctv.example.org</c>; without it alerts carry no link.</summary>
    public Uri? GalleryUrl { get; init; }

    /// <summary>Time zone of the times in alerts: an IANA name such as <c>Europe/Vienna</c>.</summary>
    [CustomValidation(typeof(AlertOptions), nameof(CheckTimeZone))]
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Writes every alert to the log, too.</summary>
    public bool Log { get; init; } = true;

    /// <summary>Quiet hours, lowest scores, zones, cool-down and escalation, by channel and camera.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<MannerOptions> Manners { get; init; } = [];

    [ValidateEnumeratedItems]
    public IReadOnlyList<WebhookOptions> Webhooks { get; init; } = [];

    [ValidateEnumeratedItems]
    public IReadOnlyList<NtfyOptions> Ntfy { get; init; } = [];

    [ValidateEnumeratedItems]
    public IReadOnlyList<TelegramOptions> Telegram { get; init; } = [];

    [ValidateEnumeratedItems]
    public IReadOnlyList<PushoverOptions> Pushover { get; init; } = [];

    [ValidateEnumeratedItems]
    public IReadOnlyList<SmsOptions> Sms { get; init; } = [];

    [ValidateEnumeratedItems]
    public IReadOnlyList<MailOptions> Mail { get; init; } = [];

    [ValidateEnumeratedItems]
    public IReadOnlyList<MqttOptions> Mqtt { get; init; } = [];

    [ValidateObjectMembers]
    public WebPushOptions WebPush { get; init; } = new();

    public static ValidationResult? CheckTimeZone(string name, ValidationContext context) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
        ? ValidationResult.Success
        : new ValidationResult($"{context.DisplayName} '{name}' is not a time zone of this system; use an IANA name such as Europe/Vienna.");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] names =
        [
            .. Webhooks.Select(one => one.Name), .. Ntfy.Select(one => one.Name), .. Telegram.Select(one => one.Name), .. Pushover.Select(one => one.Name),
            .. Sms.Select(one => one.Name), .. Mail.Select(one => one.Name), .. Mqtt.Select(one => one.Name), LogChannel.ChannelName, WebPushOptions.ChannelName, EventGridChannel.ChannelName,
        ];
        var twice = names.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1);
        var unknown = Manners.Select(rule => rule.Channel).Where(name => name != "*" && !names.Contains(name)).Distinct();
        return
        [
            .. twice.Select(same => new ValidationResult($"Two alert channels have the name '{same.Key}'; what was sent is remembered by name, so each needs its own.")),
            .. unknown.Select(name => new ValidationResult($"Manners: there is no channel '{name}'; there are {string.Join(", ", names)}.")),
            .. Mail.Where(one => one is { StartTls: false, User: not null })
                .Select(one => new ValidationResult($"Mail '{one.Name}' has a user name and StartTls false, which would send its password in the clear: set StartTls, or leave User out.")),
        ];
    }
}
