using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Sms;

/// <summary>A phone number that Twilio sends text messages to (https://www.twilio.com/docs/messaging/api). Each costs money: see the manner <c>UnlessOpenedWithin</c>.</summary>
public sealed record SmsOptions
{
    private const string NumberRule = "^\\+[1-9][0-9]{6,14}$";

    /// <summary>Unique among all channels; what was sent is remembered under it.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; init; } = "sms";

    /// <summary>The account's SID.</summary>
    [Required]
    [RegularExpression("^AC[0-9a-fA-F]{32}$", ErrorMessage = "{0} must be AC and 32 hexadecimal digits, as Twilio's console shows it.")]
    public string AccountSid { get; init; } = "";

    /// <summary>The account's token. A secret: give it through the environment, not a file.</summary>
    [Required]
    [MinLength(16)]
    public string AuthToken { get; init; } = "";

    /// <summary>The number that it comes from, or the SID of a messaging service (MG…).</summary>
    [Required]
    [RegularExpression("^(\\+[1-9][0-9]{6,14}|MG[0-9a-fA-F]{32})$", ErrorMessage = "{0} must be a number such as +436601234567, or MG and 32 hexadecimal digits.")]
    public string From { get; init; } = "";

    /// <summary>The number that it goes to.</summary>
    [Required]
    [RegularExpression(NumberRule, ErrorMessage = "{0} must be a number with its country, such as +436601234567.")]
    public string To { get; init; } = "";

    /// <summary>For tests, and Twilio's regions.</summary>
    [Required]
    [WebAddress]
    public Uri ApiUrl { get; init; } = new("https://api.twilio.com");

    // A record prints its properties; this one has secrets.
    public override string ToString() => $"SMS '{Name}'";
}
