using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Alerts.Http;

/// <summary>An absolute http or https address. The message does not repeat it: addresses of hooks are often secret.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WebAddressAttribute() : ValidationAttribute("{0} must be an absolute http or https address.")
{
    public override bool IsValid(object? value) =>
        value is null or Uri { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
