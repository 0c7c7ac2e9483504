using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Telegram;

/// <summary>A chat that a Telegram bot writes to (https://core.telegram.org/bots/api).</summary>
public sealed record TelegramOptions
{
    /// <summary>Unique among all channels; what was sent is remembered under it.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; init; } = "telegram";

    /// <summary>What BotFather gave: <c>123456789:AA…</c>. A secret: give it through the environment, not a file.</summary>
    [Required]
    [RegularExpression("^[0-9]+:[A-Za-z0-9_-]{20,}$", ErrorMessage = "{0} is not a bot token; BotFather gives one such as 123456789:AA….")]
    public string BotToken { get; init; } = "";

    /// <summary>Number of the chat, or <c>@name</c> of a channel.</summary>
    [Required]
    [RegularExpression("^(-?[0-9]+|@[A-Za-z0-9_]{4,})$", ErrorMessage = "{0} must be the number of a chat or the @name of a channel.")]
    public string ChatId { get; init; } = "";

    /// <summary>A Bot API server of your own, if you have one.</summary>
    [Required]
    [WebAddress]
    public Uri ApiUrl { get; init; } = new("https://api.telegram.org");

    // A record prints its properties; this one has a secret.
    public override string ToString() => $"Telegram '{Name}'";
}
