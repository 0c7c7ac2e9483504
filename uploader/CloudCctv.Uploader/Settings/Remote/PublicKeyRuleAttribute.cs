using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>The value must be a public key as <see cref="OwnerKey"/> writes it, or absent.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PublicKeyRuleAttribute : ValidationAttribute
{
    public PublicKeyRuleAttribute() => ErrorMessage = "a public key of P-256, as 'cctv-uploader settings keygen' prints it";

    public override bool IsValid(object? value) => value is null || (value is string text && OwnerKey.IsPublicKey(text));
}
