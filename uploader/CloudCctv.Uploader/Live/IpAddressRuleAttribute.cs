using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CloudCctv.Uploader.Live;

/// <summary>The value must be an IPv4 or IPv6 address.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IpAddressRuleAttribute() : ValidationAttribute("an IP address, such as 127.0.0.1 or 0.0.0.0")
{
    public override bool IsValid(object? value) => value is string text && IPAddress.TryParse(text, out _);
}
