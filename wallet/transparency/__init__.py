"""The elements of Council Recommendation 2022/C 243/02: table, comparison, a question to the issuer."""
