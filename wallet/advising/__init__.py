"""What a career adviser sees and says: grants, comments, proposals, reviews, diagnoses, templates."""
