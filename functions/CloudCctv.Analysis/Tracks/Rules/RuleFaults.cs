using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>What is wrong with rules, wherever they come from: the annotations that the settings are checked by.</summary>
public static class RuleFaults
{
    /// <returns>With the members that each is about; empty if nothing is wrong.</returns>
    public static IReadOnlyList<ValidationResult> Find(CameraRules rules)
    {
        var (context, faults) = (new ValidationContext(rules), new List<ValidationResult>());
        Validator.TryValidateObject(rules, context, faults, validateAllProperties: true);
        // Where an annotation finds a fault, the validator does not go on to what the record says of itself.
        return [.. faults.Concat(rules.Validate(context)).DistinctBy(fault => fault.ErrorMessage)];
    }
}
